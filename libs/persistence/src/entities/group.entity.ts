import { Column, Entity, PrimaryGeneratedColumn, Unique, VersionColumn } from 'typeorm';

/** A dialer group: what users and campaigns belong to. Never removed, only disabled. */
@Entity('dialer_group')
@Unique(['name'])
export class Group {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @VersionColumn() version!: number;
  @Column('text') name!: string;
  @Column('text', { default: '' }) description!: string;
  @Column('boolean', { default: true }) enabled!: boolean;
}
