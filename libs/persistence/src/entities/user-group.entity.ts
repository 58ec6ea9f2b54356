import { Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { Group } from './group.entity.js';
import { User } from './user.entity.js';

/** Membership of a user in a group. */
@Entity('user_group')
export class UserGroup {
  @PrimaryColumn('uuid') @ForeignKey(() => User, { onDelete: 'CASCADE' }) userId!: string;
  @Index() @PrimaryColumn('uuid') @ForeignKey(() => Group) groupId!: string;
}
