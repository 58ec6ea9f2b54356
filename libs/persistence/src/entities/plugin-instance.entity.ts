import { Column, Entity, Index, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';

/** A configured instance of an extension: the type is code, this is its data. */
@Entity('plugin_instance')
// Unique whatever the case: an index on lower(name), which a migration makes and TypeORM cannot express.
@Index('plugin_instance_kind_name_key', { synchronize: false })
export class PluginInstance {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @VersionColumn() version!: number;
  /** The kind of extension, such as `dnc-provider`. */
  @Column('text') kind!: string;
  /** The id of the extension within its kind. */
  @Column('text') type!: string;
  @Column('text') name!: string;
  /** Its secrets are sealed: whoever reads it from here opens them first. */
  @Column('jsonb') config!: Record<string, unknown>;
  /** How long clear answers of a do-not-call service are used again; 0: each question is asked. */
  @Column('integer', { default: 0 }) keepAnswersMinutes!: number;
  /** Always there: neither edited nor removed. */
  @Column('boolean', { default: false }) builtIn!: boolean;
}
