import { Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { PluginInstance } from './plugin-instance.entity.js';

/** A number of the list that administrators uploaded for an instance. */
@Entity('instance_number')
export class InstanceNumber {
  @PrimaryColumn('uuid') @ForeignKey(() => PluginInstance, { onDelete: 'CASCADE' }) instanceId!: string;
  /** E.164 digits. */
  @PrimaryColumn('text') phone!: string;
}
