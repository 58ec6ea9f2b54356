import { Column, Entity, Index, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';

/** A dialer group: what users and campaigns belong to. Never removed, only disabled. */
@Entity('dialer_group')
// Unique whatever the case: an index on lower(name), which a migration makes and TypeORM cannot express.
@Index('dialer_group_name_key', { synchronize: false })
export class Group {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @VersionColumn() version!: number;
  @Column('text') name!: string;
  @Column('text', { default: '' }) description!: string;
  @Column('boolean', { default: true }) enabled!: boolean;
}
