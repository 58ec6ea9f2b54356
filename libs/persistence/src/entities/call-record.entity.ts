import type { MachineKind } from '@marcador/domain/answering-machine.js';
import type { LeadStatus, SubReason } from '@marcador/domain/lead-status.js';
import { Column, Entity, Index, PrimaryGeneratedColumn } from 'typeorm';
import { instant } from './instant.js';

/** What the do-not-call service said of the number. */
export type DncVerdict = 'CLEAR' | 'LISTED';

/** What became of one attempt. Refers to nothing, for it outlives its lead and its campaign. */
@Entity('call_record')
// Newest first, by each of what people choose from ten million records.
@Index(['endedAt', 'id'])
@Index(['campaignId', 'endedAt', 'id'])
@Index(['campaignId', 'result', 'endedAt', 'id'])
@Index(['campaignId', 'subReason', 'endedAt', 'id'], { where: '(sub_reason IS NOT NULL)' })
@Index(['campaignId', 'amdMachine', 'endedAt', 'id'], { where: '(amd_machine IS NOT NULL)' })
@Index('call_record_undecided_idx', ['campaignId', 'endedAt', 'id'], {
  where: `(amd_answered_by = 'UNDECIDED'::text)`,
})
@Index(['phone', 'endedAt', 'id'])
// Counted without reading a record.
@Index('call_record_detection_idx', ['campaignId', 'amdAnsweredBy', 'amdMachine', 'amdReason', 'subReason'], {
  where: '(amd_answered_by IS NOT NULL)',
})
export class CallRecord {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  @Column('uuid') campaignId!: string;
  @Column('text') campaignName!: string;
  /** The group of the campaign at the time; who may see the record goes by the campaign's present or last group. */
  @Column('uuid') groupId!: string;
  @Column('bigint') leadId!: string;
  @Column('text') leadName!: string;
  /** E.164 digits. */
  @Column('text') phone!: string;
  @Column('smallint') attempt!: number;
  @Column('text') node!: string;
  @Column('text', { nullable: true }) port!: string | null;
  /** SIP Call-ID. */
  @Column('text', { nullable: true }) callId!: string | null;

  @Column(instant) claimedAt!: Date;
  @Column({ ...instant, nullable: true }) dialledAt!: Date | null;
  @Column({ ...instant, nullable: true }) ringingAt!: Date | null;
  @Column({ ...instant, nullable: true }) answeredAt!: Date | null;
  @Column({ ...instant, nullable: true }) amdAt!: Date | null;
  @Column({ ...instant, nullable: true }) transferredAt!: Date | null;
  @Column(instant) endedAt!: Date;

  @Column('text') result!: LeadStatus;
  @Column('text', { nullable: true }) subReason!: SubReason | null;
  @Column('smallint', { nullable: true }) sipCode!: number | null;
  @Column('smallint', { nullable: true }) q850Cause!: number | null;

  @Column('text', { nullable: true }) amdAnsweredBy!: string | null;
  /** By what a machine was known. */
  @Column('text', { nullable: true }) amdMachine!: MachineKind | null;
  @Column('text', { nullable: true }) amdReason!: string | null;
  @Column('real', { nullable: true }) amdConfidence!: number | null;
  /** How much audio had been analysed when the detector decided, ms after the answer. */
  @Column('integer', { nullable: true }) amdDecidedMs!: number | null;
  @Column('jsonb', { nullable: true }) amdMeasurements!: Record<string, unknown> | null;

  /** When the recorded message began at last that was left at a machine, and how much of it was sent. */
  @Column({ ...instant, nullable: true }) messageAt!: Date | null;
  @Column('integer', { nullable: true }) messagePlayedMs!: number | null;

  @Column('uuid', { nullable: true }) dncInstanceId!: string | null;
  /** The service's name at the time. */
  @Column('text', { nullable: true }) dncService!: string | null;
  @Column('text', { nullable: true }) dncVerdict!: DncVerdict | null;

  @Column('smallint', { nullable: true }) transferSipCode!: number | null;

  /** The codec's name in SDP. This and what follows: `null` of a call that was not answered, and of what nobody measured. */
  @Column('text', { nullable: true }) audioCodec!: string | null;
  /** Whether it was SRTP. */
  @Column('boolean', { nullable: true }) audioEncrypted!: boolean | null;
  /** RTP packets, ours and the peer's, counted by us. */
  @Column('integer', { nullable: true }) audioPacketsSent!: number | null;
  @Column('integer', { nullable: true }) audioPacketsReceived!: number | null;
  /** Of the peer's, those that did not arrive (RFC 3550 appendix A.3). */
  @Column('integer', { nullable: true }) audioPacketsLost!: number | null;
  /** The largest interarrival jitter of the peer's packets (RFC 3550 appendix A.8), ms. */
  @Column('real', { nullable: true }) audioJitterMs!: number | null;
  /** What the peer's last receiver report said of ours (RFC 3550 §6.4.1). */
  @Column('integer', { nullable: true }) audioRemotePacketsLost!: number | null;
  @Column('real', { nullable: true }) audioRemoteJitterMs!: number | null;
  @Column('real', { nullable: true }) audioRoundTripMs!: number | null;
}

/** What is known of an attempt when it is over. */
export type NewCallRecord = Omit<CallRecord, 'id'>;
