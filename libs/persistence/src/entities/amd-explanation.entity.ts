import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { CallRecord } from './call-record.entity.js';
import { instant } from './instant.js';

/** What a detector heard in a call, never the audio: kept for a while, where the campaign wishes so. */
@Entity('amd_explanation')
export class StoredAmdExplanation {
  @PrimaryColumn('bigint') @ForeignKey(() => CallRecord, { onDelete: 'CASCADE' }) callRecordId!: string;
  /** Of the call: how long it is kept counts from here. */
  @Index() @Column(instant) endedAt!: Date;
  /** An `AmdExplanation` of the plugin API. */
  @Column('jsonb') explanation!: object;
}
