import type { LeadStatus, SubReason } from '@marcador/domain/lead-status.js';
import { Column, Entity, ForeignKey, Index, PrimaryGeneratedColumn, Unique, VersionColumn } from 'typeorm';
import { Campaign } from './campaign.entity.js';
import { instant } from './instant.js';

/** The leads that can be claimed, in the order in which they are due. */
export const DUE_LEADS_INDEX = 'lead_due_idx';

/** What people list in these orders are the leads that are not finished: finished ones leave the indexes. */
const UNFINISHED = { where: '(next_attempt_at IS NOT NULL)' };

/** Somebody to call. */
@Entity('lead')
@Unique(['campaignId', 'phone'])
@Index(DUE_LEADS_INDEX, ['campaignId', 'nextAttemptAt', 'id'], {
  where: '(next_attempt_at IS NOT NULL) AND (NOT claimed)',
})
// On the name whatever its case and accents, which a migration makes and TypeORM cannot express.
@Index('lead_unfinished_name_idx', { synchronize: false })
@Index('lead_unfinished_status_idx', ['campaignId', 'status', 'id'], UNFINISHED)
@Index('lead_unfinished_attempts_idx', ['campaignId', 'attempts', 'id'], UNFINISHED)
export class Lead {
  @PrimaryGeneratedColumn('identity', { type: 'bigint', generatedIdentity: 'ALWAYS' }) id!: string;
  /** Of what people change; the dialer's writes leave it alone. */
  @VersionColumn({ default: 1 }) version!: number;
  @Column('uuid') @ForeignKey(() => Campaign, { onDelete: 'CASCADE' }) campaignId!: string;
  @Column('text') name!: string;
  @Column('text', { default: '' }) description!: string;
  /** E.164 digits. */
  @Column('text') phone!: string;
  @Column('smallint', { default: 0 }) attempts!: number;
  @Column('text', { default: 'NOT_CALLED' }) status!: LeadStatus;
  @Column('text', { nullable: true }) subReason!: SubReason | null;
  /** When it may be called (again); `null` when it is finished. */
  @Column({ ...instant, nullable: true }) nextAttemptAt!: Date | null;
  /** Its last result allows no further attempt, whatever becomes of the campaign's retry rule. */
  @Column('boolean', { default: false }) final!: boolean;
  /** When its last call ended: the retry time counts from here. */
  @Column({ ...instant, nullable: true }) lastEndedAt!: Date | null;
  /** A row of `claim` exists for it. Kept here too, so that the index of due leads passes it over. */
  @Column('boolean', { default: false }) claimed!: boolean;
}
