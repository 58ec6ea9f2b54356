import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { BREAKER_STATE } from '../http/named-enums.js';

class LatencyView {
  @ApiProperty({ description: 'half of the calls took no longer, ms' })
  p50Ms!: number;
  @ApiProperty()
  p95Ms!: number;
  @ApiProperty()
  p99Ms!: number;
}

/** What a detector made of calls, and what it took for that. */
class DetectionView {
  @ApiProperty({ type: 'integer', description: 'verdicts that leave open who answered' })
  undecided!: number;
  @ApiProperty({ type: 'integer', description: 'frames of 20 ms that it was given' })
  frames!: number;
  @ApiProperty({ description: 'what it took for all of them, µs' })
  frameMicros!: number;
  @ApiProperty({ description: 'what it took for one of them at most, µs' })
  maxFrameMicros!: number;
}

/** How the calls of an instance went since it was put in service on this node. */
export class InstanceFiguresView {
  @ApiProperty({ type: 'integer', description: 'calls of the plugin that have ended' })
  calls!: number;
  @ApiProperty({ type: 'integer', description: 'of these it failed, or gave an answer that is none' })
  failures!: number;
  @ApiProperty({ type: 'integer', description: 'nothing came in time' })
  late!: number;
  @ApiProperty({
    type: 'integer',
    description: 'the plugin was not called, because it failed again and again',
  })
  refused!: number;
  @ApiProperty({ type: 'integer' })
  underWay!: number;
  @ApiProperty({ type: 'integer', description: 'calls that wait until fewer are under way' })
  waiting!: number;
  @ApiProperty({
    ...BREAKER_STATE,
    description:
      'closed: it is called; open: it failed five times in a row and is not; half-open: one call decides',
  })
  breaker!: 'closed' | 'open' | 'half-open';
  @ApiPropertyOptional({ description: 'how long its calls took; absent before the first one ended' })
  latency?: LatencyView;
  @ApiPropertyOptional({
    description: 'of detectors, whose calls are analyses; late are those that took too much time for a frame',
  })
  detection?: DetectionView;
}
