import type { MessageCode, MessageParams } from '@marcador/messages/message.js';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { NumberUpload } from './number-upload.entity.js';

/** A row of an upload of numbers that was not taken, as far as that many are kept. */
@Entity('number_upload_row')
export class NumberUploadRow {
  @PrimaryColumn('uuid') @ForeignKey(() => NumberUpload, { onDelete: 'CASCADE' }) instanceId!: string;
  /** Where it stands in the file, from 1. */
  @PrimaryColumn('integer') line!: number;
  /** Why, as a message. */
  @Column('text') code!: MessageCode;
  @Column('jsonb') params!: MessageParams;
}
