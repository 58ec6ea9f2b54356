import { Column, Entity, PrimaryGeneratedColumn, Unique, VersionColumn } from 'typeorm';

/** A configured instance of an extension: the type is code, this is its data. */
@Entity('plugin_instance')
@Unique(['kind', 'name'])
export class PluginInstance {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @VersionColumn() version!: number;
  /** The kind of extension, such as `dnc-provider`. */
  @Column('text') kind!: string;
  /** The id of the extension within its kind. */
  @Column('text') type!: string;
  @Column('text') name!: string;
  @Column('jsonb') config!: Record<string, unknown>;
  /** Always there: neither edited nor removed. */
  @Column('boolean', { default: false }) builtIn!: boolean;
}
