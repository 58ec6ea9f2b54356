import type { Hindrance } from '@marcador/dialing/hindrances.js';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PerhapsMessageView } from '../http/message.dto.js';
import { HINDRANCE_KIND } from '../http/named-enums.js';
import { BusyAgentsView } from './busy-agents.dto.js';
import { whatToDo } from './what-to-do.js';

class PortRefusalView {
  @ApiProperty({ type: 'integer' })
  sipCode!: number;
  @ApiProperty({ type: 'integer', description: 'how many ports got it' })
  ports!: number;
  @ApiProperty({ description: 'SIP user of one of them' })
  port!: string;
}

/** Why a campaign begins no call; the fields beside `kind` and `message` depend on the kind. */
export class HindranceView extends PerhapsMessageView {
  @ApiProperty({ ...HINDRANCE_KIND, description: 'for programs, which translate it; stable' })
  kind!: Hindrance['kind'];
  @ApiProperty({ description: 'for people: what it is and what to do' })
  message!: string;
  @ApiPropertyOptional({
    type: Date,
    nullable: true,
    description: 'outside-hours: the next entry opens; no-lead-due: the next lead is due; null: none to come',
  })
  next?: Date | null;
  @ApiPropertyOptional({
    description: 'do-not-call-out-of-service, do-not-call-list-too-old: name of the service',
  })
  service?: string;
  @ApiPropertyOptional({ description: 'do-not-call-out-of-service, cannot-send: it began' })
  since?: Date;
  @ApiPropertyOptional({
    description: 'calls-per-second, trunk-held-back: a call is allowed again; cannot-send: it is tried again',
  })
  until?: Date;
  @ApiPropertyOptional({
    description:
      'do-not-call-out-of-service, cannot-send, queue-unreachable: in an English sentence, of which `code` and `params` tell',
  })
  reason?: string;
  @ApiPropertyOptional({
    type: String,
    format: 'date',
    nullable: true,
    description: 'do-not-call-list-too-old: the day that the list is of; null: nobody knows',
  })
  listDate?: string | null;
  @ApiPropertyOptional({
    type: 'integer',
    nullable: true,
    description: 'do-not-call-list-too-old: days since then; null: nobody knows',
  })
  days?: number | null;
  @ApiPropertyOptional({
    type: 'integer',
    description: 'do-not-call-list-too-old: the most days that are allowed',
  })
  oldestDays?: number;
  @ApiPropertyOptional({ description: 'group-disabled: name of the dialer group' })
  group?: string;
  @ApiPropertyOptional({ type: 'integer', description: 'no-free-agent: agents logged on to the queue' })
  loggedOn?: number;
  @ApiPropertyOptional({
    type: BusyAgentsView,
    description: 'no-free-agent: what they do, where the target can tell',
  })
  busy?: BusyAgentsView;
  @ApiPropertyOptional({ type: 'integer', description: 'agents-promised, pacing: agents who are free' })
  free?: number;
  @ApiPropertyOptional({
    type: 'integer',
    description: 'agents-promised, pacing: calls under way for the queue',
  })
  inFlight?: number;
  @ApiPropertyOptional({
    description:
      'no-port-registered, all-ports-busy, calls-per-second, trunk-held-back: of several trunks this one',
  })
  trunk?: string;
  @ApiPropertyOptional({
    type: 'integer',
    description: 'all-ports-busy, no-port-registered: how many there are',
  })
  ports?: number;
  @ApiPropertyOptional({
    type: [PortRefusalView],
    description:
      'no-port-registered: what the registrar refuses registrations with, the code of most ports first, three at most',
  })
  refused?: readonly PortRefusalView[];
}

/** A hindrance as the API shows it. */
export function hindranceView(hindrance: Hindrance): HindranceView {
  return { ...hindrance, message: whatToDo(hindrance) };
}
