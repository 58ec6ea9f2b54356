import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { PluginInstance } from './plugin-instance.entity.js';

/** How old the list of a do-not-call service may be; a service without one may have a list of any age. */
@Entity('list_age_rule')
export class StoredListAgeRule {
  @PrimaryColumn('uuid') @ForeignKey(() => PluginInstance, { onDelete: 'CASCADE' }) instanceId!: string;
  @Column('smallint') oldestDays!: number;
  @Column('boolean') stops!: boolean;
}
