import type { BusyAgents } from '@marcador/plugin-api';
import { ApiProperty } from '@nestjs/swagger';

/** What agents who are logged on and not free do. */
export class BusyAgentsView implements BusyAgents {
  @ApiProperty({ type: 'integer', description: 'in a call, or one is being offered' })
  talking!: number;
  @ApiProperty({ type: 'integer' })
  wrapUp!: number;
  @ApiProperty({ type: 'integer' })
  unavailable!: number;
}
