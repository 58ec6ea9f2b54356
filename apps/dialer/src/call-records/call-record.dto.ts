import type { Answerer, MachineKind } from '@marcador/domain/answering-machine.js';
import type { LeadStatus, SubReason } from '@marcador/domain/lead-status.js';
import { ApiProperty } from '@nestjs/swagger';
import {
  ChoiceField,
  CursorField,
  IdField,
  IntegerField,
  PatternField,
  RuleField,
  TextField,
} from '../http/fields.js';
import { ANSWERER, DNC_VERDICT, LEAD_STATUS, MACHINE_KIND, SUB_REASON } from '../http/named-enums.js';

const INSTANT = {
  rule: (text: string) => /^\d{4}-\d{2}-\d{2}T/.test(text) && !Number.isNaN(Date.parse(text)),
  otherwise: 'not-instant' as const,
  format: 'date-time',
};

/** Which call records are wanted. */
export class CallRecordFilterQuery {
  @IdField({ description: 'only those of this campaign, which may be gone', optional: true })
  campaignId?: string;

  @PatternField({
    description: 'only those of this number',
    pattern: /^\d{7,15}$/,
    otherwise: 'not-e164',
    optional: true,
  })
  phone?: string;

  @ChoiceField({ description: 'only those with this result', choices: LEAD_STATUS, optional: true })
  result?: LeadStatus;

  @ChoiceField({
    description: 'only those with this refinement of the result',
    choices: SUB_REASON,
    optional: true,
  })
  subReason?: SubReason;

  @ChoiceField({
    description: 'only those answered by these, as the detector decided',
    choices: ANSWERER,
    optional: true,
  })
  amdAnsweredBy?: Answerer;

  @ChoiceField({
    description: 'only those in which a machine was detected by this',
    choices: MACHINE_KIND,
    optional: true,
  })
  amdMachine?: MachineKind;

  @TextField({ description: 'only those of this dialer port', min: 1, max: 100, optional: true })
  port?: string;

  @RuleField({ description: 'only those that ended at this instant or later', optional: true, ...INSTANT })
  from?: string;

  @RuleField({ description: 'only those that ended before this instant', optional: true, ...INSTANT })
  until?: string;
}

/** Which page of call records is wanted. */
export class CallRecordsQuery extends CallRecordFilterQuery {
  @CursorField({
    description: 'the next of the page before; left out for the newest records',
    optional: true,
  })
  before?: string;

  @CursorField({
    description: 'in place of before, the previous of the page behind: the newer records next to it',
    optional: true,
  })
  after?: string;

  @IntegerField({ description: 'records on a page', min: 1, max: 1000, optional: true, default: 100 })
  limit: number = 100;
}

/** A campaign that call records can be chosen by. */
export class RecordedCampaignView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty({ description: 'the campaign itself is gone' })
  removed!: boolean;
}

const instant = { type: Date, nullable: true } as const;
const integer = { type: 'integer', nullable: true } as const;
const number = { type: Number, nullable: true } as const;
const text = { type: String, nullable: true } as const;

/** What became of one attempt. */
export class CallRecordView {
  @ApiProperty()
  id!: string;
  @ApiProperty({ format: 'uuid' })
  campaignId!: string;
  @ApiProperty()
  campaignName!: string;
  @ApiProperty({ format: 'uuid', description: 'the dialer group of the campaign at the time' })
  groupId!: string;
  @ApiProperty()
  leadId!: string;
  @ApiProperty()
  leadName!: string;
  @ApiProperty({ description: 'E.164 digits' })
  phone!: string;
  @ApiProperty({ type: 'integer', description: 'from 1' })
  attempt!: number;
  @ApiProperty({ description: 'the node that made the attempt' })
  node!: string;
  @ApiProperty({ ...text, description: 'the dialer port' })
  port!: string | null;
  @ApiProperty({ ...text, description: 'SIP Call-ID' })
  callId!: string | null;
  @ApiProperty()
  claimedAt!: Date;
  @ApiProperty(instant)
  dialledAt!: Date | null;
  @ApiProperty(instant)
  ringingAt!: Date | null;
  @ApiProperty(instant)
  answeredAt!: Date | null;
  @ApiProperty({ ...instant, description: 'when the detector decided' })
  amdAt!: Date | null;
  @ApiProperty(instant)
  transferredAt!: Date | null;
  @ApiProperty()
  endedAt!: Date;
  @ApiProperty(LEAD_STATUS)
  result!: LeadStatus;
  @ApiProperty({ ...SUB_REASON, nullable: true })
  subReason!: SubReason | null;
  @ApiProperty(integer)
  sipCode!: number | null;
  @ApiProperty(integer)
  q850Cause!: number | null;
  @ApiProperty({
    ...text,
    description: 'HUMAN, MACHINE or UNDECIDED, which is a person or a machine as the campaign says',
  })
  amdAnsweredBy!: string | null;
  @ApiProperty({
    ...MACHINE_KIND,
    nullable: true,
    description: 'by what the machine was known; null: no machine, or the detector does not say',
  })
  amdMachine!: MachineKind | null;
  @ApiProperty({
    ...text,
    description:
      'why; detector-failed, media-lost and no-audio: nobody could decide, and the call counts as answered by a person',
  })
  amdReason!: string | null;
  @ApiProperty({ ...number, description: '0 a guess, 1 certain' })
  amdConfidence!: number | null;
  @ApiProperty({
    ...integer,
    description: 'how much audio had been analysed when the detector decided, from the first packet on, ms',
  })
  amdDecidedMs!: number | null;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  amdMeasurements!: Record<string, unknown> | null;
  @ApiProperty({ ...instant, description: 'when the recorded message began that was left at a machine' })
  messageAt!: Date | null;
  @ApiProperty({ ...integer, description: 'how much of it was sent, ms' })
  messagePlayedMs!: number | null;
  @ApiProperty({
    ...text,
    format: 'uuid',
    description: 'on whose word the verdict rests; null: nobody was asked, or on that of several',
  })
  dncInstanceId!: string | null;
  @ApiProperty({
    ...text,
    description:
      'the name at the time of the do-not-call service on whose word the verdict rests, or the names of several',
  })
  dncService!: string | null;
  @ApiProperty({ ...DNC_VERDICT, nullable: true })
  dncVerdict!: 'CLEAR' | 'LISTED' | null;
  @ApiProperty(integer)
  transferSipCode!: number | null;
  @ApiProperty({
    ...text,
    description:
      'the name in SDP of what was sent; null: the call was not answered, or its audio was lost with the media worker',
  })
  audioCodec!: string | null;
  @ApiProperty({ type: Boolean, nullable: true, description: 'SRTP' })
  audioEncrypted!: boolean | null;
  @ApiProperty({ ...integer, description: 'RTP packets to the peer' })
  audioPacketsSent!: number | null;
  @ApiProperty({ ...integer, description: 'RTP packets of the peer that arrived' })
  audioPacketsReceived!: number | null;
  @ApiProperty({
    ...integer,
    description: 'RTP packets of the peer that did not arrive (RFC 3550 A.3); null: none came',
  })
  audioPacketsLost!: number | null;
  @ApiProperty({
    ...number,
    description: 'the share of them in all that were expected, 0 to 1',
  })
  audioLossShare!: number | null;
  @ApiProperty({
    ...number,
    description: "the largest interarrival jitter of the peer's packets (RFC 3550 A.8), ms",
  })
  audioJitterMs!: number | null;
  @ApiProperty({
    ...integer,
    description: 'RTP packets of ours that the peer missed, as its last report said (RTCP); null: none came',
  })
  audioRemotePacketsLost!: number | null;
  @ApiProperty({ ...number, description: "the jitter of ours in the peer's last report, ms" })
  audioRemoteJitterMs!: number | null;
  @ApiProperty({ ...number, description: 'to the peer and back, measured by RTCP, ms' })
  audioRoundTripMs!: number | null;
}

/** Some call records, those that ended last first. */
export class CallRecordsView {
  @ApiProperty({ type: [CallRecordView] })
  items!: CallRecordView[];
  @ApiProperty({ ...text, description: '`before` of the next page; null: this was the last' })
  next!: string | null;
  @ApiProperty({ ...text, description: '`after` of the previous page; null: these are the newest' })
  previous!: string | null;
}
