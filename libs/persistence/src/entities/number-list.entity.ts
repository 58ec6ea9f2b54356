import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { bigNumber } from './big-number.js';
import { instant } from './instant.js';
import { PluginInstance } from './plugin-instance.entity.js';

/** The list of numbers of an instance. It is there from the first upload on. */
@Entity('number_list')
export class NumberList {
  @PrimaryColumn('uuid') @ForeignKey(() => PluginInstance, { onDelete: 'CASCADE' }) instanceId!: string;
  /** Which of its blocks are in force: others belong to an upload. */
  @Column('integer') generation!: number;
  /** The highest one that was given to an upload. */
  @Column('integer') lastGeneration!: number;
  /** Grows with each change; blocks have the version that they changed with. */
  @Column('integer') version!: number;
  /** Another one after each change, unlike that of any other state of any list: by it a snapshot is known. */
  @Column('uuid') stamp!: string;
  @Column(bigNumber) count!: number;
  /** The day that its numbers are of, `yyyy-mm-dd`; `null`: it is not known, or nothing was ever uploaded. */
  @Column('date', { nullable: true }) listDate!: string | null;
  /** `null`: no upload was ever finished. */
  @Column({ ...instant, nullable: true }) changedAt!: Date | null;
}
