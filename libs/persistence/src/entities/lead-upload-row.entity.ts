import type { MessageCode, MessageParams } from '@marcador/messages/message.js';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { LeadUpload } from './lead-upload.entity.js';

/** A row of an upload that was not loaded, as far as that many are kept. */
@Entity('lead_upload_row')
export class LeadUploadRow {
  @PrimaryColumn('uuid') @ForeignKey(() => LeadUpload, { onDelete: 'CASCADE' }) campaignId!: string;
  /** Where it stands in the file, from 1. */
  @PrimaryColumn('integer') line!: number;
  /** Its number is in an earlier line, or in the campaign; otherwise it could not be used. */
  @Column('boolean') duplicate!: boolean;
  /** Why, as a message. */
  @Column('text') code!: MessageCode;
  @Column('jsonb') params!: MessageParams;
  @Column('text') name!: string;
  /** Of a duplicate E.164 digits, otherwise as it stands in the file. */
  @Column('text') phone!: string;
  @Column('text') description!: string;
}
