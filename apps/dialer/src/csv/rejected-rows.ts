import { textOf, type Message } from '@marcador/messages/message.js';
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

/** The rows of an upload that were not taken, as many as a report can hold. */
export class RejectedRows {
  private readonly rows: RejectedRowView[] = [];
  private total = 0;

  add(line: number, why: Message): void {
    this.total++;
    if (this.rows.length < MOST_REPORTED) this.rows.push({ line, reason: textOf(why), ...why });
  }

  report(): { rejectedTotal: number; rejected: RejectedRowView[] } {
    return { rejectedTotal: this.total, rejected: this.rows };
  }
}
