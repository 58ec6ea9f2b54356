import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { User } from './user.entity.js';
import { instant } from './instant.js';

/** A login. The token itself is only in the user's cookie. */
@Entity('session')
export class Session {
  /** SHA-256 of the cookie's token, hexadecimal. */
  @PrimaryColumn('text') id!: string;
  @Index() @Column('uuid') @ForeignKey(() => User, { onDelete: 'CASCADE' }) userId!: string;
  @Column(instant) createdAt!: Date;
  @Index() @Column(instant) expiresAt!: Date;
}
