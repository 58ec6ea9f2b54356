import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { PluginInstance } from './plugin-instance.entity.js';

/** The numbers of a list that have the same value >> 16, as libs/number-list packs them. */
@Entity('number_block')
@Index(['instanceId', 'generation', 'version'])
export class NumberBlock {
  @PrimaryColumn('uuid') @ForeignKey(() => PluginInstance, { onDelete: 'CASCADE' }) instanceId!: string;
  @PrimaryColumn('integer') generation!: number;
  @PrimaryColumn('bigint') prefix!: string;
  /** The list's version that it changed with. */
  @Column('integer') version!: number;
  /** 16-bit words, little-endian. Empty: none of its numbers is left, which those who follow the versions need to see. */
  @Column('bytea') numbers!: Buffer;
}
