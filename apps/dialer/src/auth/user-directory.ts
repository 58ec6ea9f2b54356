import { Group } from '@marcador/persistence/entities/group.entity.js';
import { User } from '@marcador/persistence/entities/user.entity.js';
import { UserGroup } from '@marcador/persistence/entities/user-group.entity.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { OwnGroup, SessionUser } from './session-user.js';

/** Users as the login and the sessions need them. */
@Injectable()
export class UserDirectory {
  constructor(private readonly database: DataSource) {}

  /** User names are the same whatever their case. */
  async byName(userName: string): Promise<User | undefined> {
    const user = await this.database
      .getRepository(User)
      .createQueryBuilder('u')
      .where('lower(u.userName) = lower(:userName)', { userName })
      .getOne();
    return user ?? undefined;
  }

  async sessionUser(userId: string): Promise<SessionUser | undefined> {
    const user = await this.database.getRepository(User).findOneBy({ id: userId });
    return user === null ? undefined : this.withGroups(user);
  }

  async withGroups(user: User): Promise<SessionUser> {
    const groups = await this.database
      .getRepository(Group)
      .createQueryBuilder('g')
      .innerJoin(UserGroup, 'm', 'm.groupId = g.id')
      .where('m.userId = :id', { id: user.id })
      .orderBy('g.name')
      .getMany();
    const { id, userName, firstName, lastName, role, mustChangePassword } = user;
    const own: OwnGroup[] = groups.map(({ id, name, enabled }) => ({ id, name, enabled }));
    return {
      id,
      userName,
      firstName,
      lastName,
      role,
      mustChangePassword,
      groups: own,
      groupIds: own.map((group) => group.id),
    };
  }

  async setPassword(userId: string, passwordHash: string): Promise<void> {
    await this.database.getRepository(User).update(userId, { passwordHash, mustChangePassword: false });
  }
}
