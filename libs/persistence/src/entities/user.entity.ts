import type { Role } from '@marcador/domain/permissions.js';
import { Column, Entity, Index, PrimaryGeneratedColumn, VersionColumn } from 'typeorm';

/** A user of the dialer. */
@Entity('dialer_user')
// Unique whatever the case: an index on lower(user_name), which the migration makes and TypeORM cannot express.
@Index('dialer_user_user_name_key', { synchronize: false })
export class User {
  @PrimaryGeneratedColumn('uuid') id!: string;
  @VersionColumn() version!: number;
  @Column('text') userName!: string;
  @Column('text') passwordHash!: string;
  @Column('text', { default: '' }) firstName!: string;
  @Column('text', { default: '' }) lastName!: string;
  @Column('text') role!: Role;
  @Column('boolean', { default: false }) mustChangePassword!: boolean;
}
