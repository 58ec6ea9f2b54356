import { ApiProperty } from '@nestjs/swagger';
import { MessageView } from '../http/message.dto.js';

/** A row that was not taken. */
export class RejectedRowView extends MessageView {
  @ApiProperty({ type: 'integer', description: 'line of the file, from 1' })
  line!: number;
  @ApiProperty({ description: 'in an English sentence' })
  reason!: string;
}

/** So many rows a report lists. */
export const MOST_REPORTED = 100_000;
