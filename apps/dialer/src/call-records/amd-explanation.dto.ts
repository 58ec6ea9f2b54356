import { ApiProperty } from '@nestjs/swagger';

const ms = { description: 'ms after the first packet' } as const;

/** A stretch of time in which something was heard. */
export class HeardSpanView {
  @ApiProperty(ms)
  fromMs!: number;
  @ApiProperty(ms)
  toMs!: number;
}

/** A tone. */
export class HeardToneView extends HeardSpanView {
  @ApiProperty({ description: 'its frequency' })
  hz!: number;
}

/** What the detector thought of a call at a moment. */
export class BeliefView {
  @ApiProperty(ms)
  atMs!: number;
  @ApiProperty({ description: 'how probable a machine seemed, 0 to 1' })
  machine!: number;
}

/** What a detector heard in a call, never the audio. */
export class HeardView {
  @ApiProperty({ description: 'how long each of the levels stands for, ms' })
  frameMs!: number;
  @ApiProperty({ type: 'integer', isArray: true, description: 'dBov, one after the other' })
  levelDbov!: number[];
  @ApiProperty({ type: [HeardSpanView] })
  speech!: HeardSpanView[];
  @ApiProperty({ type: [HeardToneView] })
  tones!: HeardToneView[];
  @ApiProperty({ type: [BeliefView], description: 'empty where the detector does not reckon so' })
  belief!: BeliefView[];
}

/** Why a call was taken for a person or a machine. */
export class AmdExplanationView {
  @ApiProperty({
    type: HeardView,
    nullable: true,
    description: 'null: nothing was kept, or not any more',
  })
  explanation!: HeardView | null;
}
