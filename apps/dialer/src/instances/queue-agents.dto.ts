import type { AgentState } from '@marcador/plugin-api';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { AGENT_STATE } from '../http/named-enums.js';

class AgentCountsView implements Record<AgentState, number> {
  @ApiProperty({ type: 'integer' })
  free!: number;
  @ApiProperty({ type: 'integer', description: 'in a call, or one is being offered' })
  talking!: number;
  @ApiProperty({ type: 'integer' })
  wrapUp!: number;
  @ApiProperty({ type: 'integer', description: 'on a break, or not ready for another reason' })
  unavailable!: number;
  @ApiProperty({ type: 'integer', description: 'the target cannot tell' })
  unknown!: number;
}

class AgentView {
  @ApiProperty()
  id!: string;
  @ApiPropertyOptional({ description: 'where the target knows it' })
  name?: string;
  @ApiProperty(AGENT_STATE)
  state!: AgentState;
}

/** Who is logged on to a queue; the channels of an IVR are its agents. */
export class QueueAgentsView {
  @ApiProperty({ description: 'how many of them there are in each state' })
  counts!: AgentCountsView;
  @ApiProperty({ type: [AgentView] })
  agents!: readonly AgentView[];
}
