import { canKeepUser, canSeeUser, type Subject } from '@marcador/domain/permissions.js';
import { Group } from '@marcador/persistence/entities/group.entity.js';
import { User } from '@marcador/persistence/entities/user.entity.js';
import { UserRepository, type UserWithGroups } from '@marcador/persistence/users/user.repository.js';
import { NotFoundError } from '@marcador/persistence/repository.errors.js';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { hashPassword } from '../auth/passwords.js';
import type { SessionUser } from '../auth/session-user.js';
import { conflict, forbidden, unprocessable } from '../http/api-error.js';
import { pageOf, type Page, type SearchQuery } from '../http/page.js';
import type { CreateUserDto, UserView } from './user.dto.js';

/** Users, as far as the permissions of the one who asks reach. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UserRepository,
    private readonly database: DataSource,
  ) {}

  async list(asker: SessionUser, query: SearchQuery): Promise<Page<UserView>> {
    const ids = await this.database.manager.find(User, { select: { id: true }, order: { userName: 'ASC' } });
    const all = await Promise.all(ids.map(({ id }) => this.users.get(id)));
    const visible = all.filter((user) => canSeeUser(asker, subjectOf(user))).map(viewOf);
    return pageOf(visible, query, ({ userName, firstName, lastName }) => [userName, firstName, lastName]);
  }

  async get(asker: SessionUser, id: string): Promise<UserView> {
    return viewOf(await this.visible(asker, id));
  }

  async create(asker: SessionUser, body: CreateUserDto): Promise<UserView> {
    const { userName, role, groupIds } = body;
    if (!canKeepUser(asker, 'user:create', { role, groupIds }))
      throw forbidden('You may give your own dialer groups only, at least one, and no role above your own.');
    if ((await this.database.manager.countBy(Group, { id: In(groupIds) })) !== groupIds.length)
      throw unprocessable('groupIds', 'One of the dialer groups does not exist.');
    const user = await this.users.create({
      userName,
      passwordHash: await hashPassword(body.password),
      firstName: body.firstName ?? '',
      lastName: body.lastName ?? '',
      role,
      mustChangePassword: body.mustChangePassword ?? true,
      groupIds,
    });
    return viewOf(user);
  }

  async resetPassword(id: string, password: string): Promise<void> {
    await this.users.setPassword(id, await hashPassword(password), true);
  }

  async remove(asker: SessionUser, id: string): Promise<void> {
    const user = await this.visible(asker, id);
    if (!canKeepUser(asker, 'user:delete', subjectOf(user)))
      throw forbidden('This user belongs to dialer groups that are not yours, or is a Master: ask a Master.');
    await this.database.transaction(async (manager) => {
      // Whoever removes a Master waits here for whoever removes another one.
      const masters = await manager.find(User, {
        where: { role: 'MASTER' },
        lock: { mode: 'pessimistic_write' },
      });
      if (masters.length === 1 && masters[0]?.id === id)
        throw conflict('last-master', 'The last Master cannot be removed: make another one first.');
      await manager.delete(User, id);
    });
  }

  private async visible(asker: SessionUser, id: string): Promise<UserWithGroups> {
    const user = await this.users.get(id);
    if (!canSeeUser(asker, subjectOf(user))) throw new NotFoundError('user', id);
    return user;
  }
}

function subjectOf({ role, groups }: UserWithGroups): Subject {
  return { role, groupIds: groups.map(({ id }) => id) };
}

function viewOf(user: UserWithGroups): UserView {
  const { id, version, userName, firstName, lastName, role, mustChangePassword } = user;
  const groups = user.groups.map(({ id, name }) => ({ id, name }));
  return { id, version, userName, firstName, lastName, role, mustChangePassword, groups };
}
