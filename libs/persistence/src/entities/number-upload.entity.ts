import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { bigNumber } from './big-number.js';
import { instant } from './instant.js';
import { PluginInstance } from './plugin-instance.entity.js';

/** Whether the numbers join the list, take its place, or change it line by line. */
export type NumberUploadMode = 'add' | 'replace' | 'change';

/** The last upload of a list, and how far it has come: what it says is stored with the numbers. */
@Entity('number_upload')
export class NumberUpload {
  @PrimaryColumn('uuid') @ForeignKey(() => PluginInstance, { onDelete: 'CASCADE' }) instanceId!: string;
  /** Of the blocks with its numbers; those with the numbers that it takes off the list have the next one. */
  @Column('integer') generation!: number;
  @Column('text') mode!: NumberUploadMode;
  /** How the file is read, and what was found out of it: its reader knows. */
  @Column('jsonb') reading!: Record<string, unknown>;
  /** The day that the file's numbers are of; `null`: that of its end, and of additions none. */
  @Column('date', { nullable: true }) listDate!: string | null;
  /** Of the file; `null`: the client did not say. */
  @Column({ ...bigNumber, nullable: true }) totalBytes!: number | null;
  /** What tells the file from every other one, as the client said; `null`: it did not, and cannot go on with it. */
  @Column('text', { nullable: true }) digest!: string | null;
  /** Of the file, up to the end of the last line that was taken: there it can be gone on with. */
  @Column(bigNumber) bytes!: number;
  /** Of the file, up to there. */
  @Column(bigNumber) lines!: number;
  /** Rows up to there, without the header. */
  @Column(bigNumber) read!: number;
  /** Rows that were not taken. */
  @Column(bigNumber) rejected!: number;
  /** Distinct numbers of the file, as far as it has come; once it is finished those that were new to the list. */
  @Column(bigNumber) added!: number;
  /** The same of the numbers that it takes off the list. */
  @Column(bigNumber) removed!: number;
  @Column(instant) startedAt!: Date;
  @Column({ ...instant, nullable: true }) finishedAt!: Date | null;
}
