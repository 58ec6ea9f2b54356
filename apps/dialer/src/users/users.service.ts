import {
  canInGroup,
  canKeepUser,
  canSeeUser,
  groupsFor,
  type Subject,
} from '@marcador/domain/permissions.js';
import { message } from '@marcador/messages/message.js';
import { NotFoundError } from '@marcador/persistence/repository.errors.js';
import { GroupRepository } from '@marcador/persistence/users/group.repository.js';
import { UserRepository, type UserWithGroups } from '@marcador/persistence/users/user.repository.js';
import { Injectable } from '@nestjs/common';
import { hashPassword } from '../auth/passwords.js';
import type { SessionUser } from '../auth/session-user.js';
import { Sessions } from '../auth/sessions.js';
import { defined } from '../defined.js';
import { forbidden, unprocessable } from '../http/api-error.js';
import { pageFor, type Page } from '../http/page.js';
import { onItsVersion } from '../http/stale-version.js';
import type { CreateUserDto, UpdateUserDto, UsersQuery, UserView } from './user.dto.js';

/** Users, as far as the permissions of the one who asks reach. */
@Injectable()
export class UsersService {
  constructor(
    private readonly users: UserRepository,
    private readonly groups: GroupRepository,
    private readonly sessions: Sessions,
  ) {}

  async list(asker: SessionUser, query: UsersQuery): Promise<Page<UserView>> {
    const { items, total } = await this.users.list(groupsFor(asker, 'user:read'), query);
    return pageFor({ items: items.map((user) => viewOf(asker, user)), total }, query);
  }

  async get(asker: SessionUser, id: string): Promise<UserView> {
    return viewOf(asker, await this.visible(asker, id));
  }

  async create(asker: SessionUser, body: CreateUserDto): Promise<UserView> {
    const { userName, role, groupIds } = body;
    assertMayGive(canKeepUser(asker, 'user:create', { role, groupIds }));
    await this.assertThere(groupIds);
    const user = await this.users.create({
      userName,
      passwordHash: await hashPassword(body.password),
      firstName: body.firstName ?? '',
      lastName: body.lastName ?? '',
      role,
      mustChangePassword: body.mustChangePassword ?? true,
      groupIds,
    });
    return viewOf(asker, user);
  }

  /**
   * Whoever changes a user may keep it as it is, and as it will be.
   * @throws ApiError 409 that tells the difference, when somebody else has changed the user since
   */
  async update(asker: SessionUser, id: string, { version, ...changes }: UpdateUserDto): Promise<UserView> {
    const user = await this.visible(asker, id);
    const { role = user.role, groupIds = idsOf(user) } = changes;
    if (id === asker.id) assertSameRights(user, { role, groupIds });
    else assertMayKeep(canKeepUser(asker, 'user:update', subjectOf(user)));
    assertMayGive(id === asker.id || canKeepUser(asker, 'user:update', { role, groupIds }));
    await this.assertThere(groupIds);
    const yours = { ...changes, ...(changes.groupIds && { groupIds: [...changes.groupIds].sort() }) };
    const current = async () => fieldsOf(asker, await this.visible(asker, id));
    const changed = await onItsVersion({ yours, current }, () =>
      this.users.update(id, version, defined(changes)),
    );
    this.sessions.announceChange();
    return viewOf(asker, changed);
  }

  async resetPassword(id: string, password: string): Promise<void> {
    await this.users.setPassword(id, await hashPassword(password), true);
    this.sessions.announceChange();
  }

  async remove(asker: SessionUser, id: string): Promise<void> {
    const user = await this.visible(asker, id);
    if (id === asker.id) throw forbidden(message('not-yourself'));
    assertMayKeep(canKeepUser(asker, 'user:delete', subjectOf(user)));
    await this.users.remove(id);
    this.sessions.announceChange();
  }

  private async visible(asker: SessionUser, id: string): Promise<UserWithGroups> {
    const user = await this.users.get(id);
    if (!canSeeUser(asker, subjectOf(user))) throw new NotFoundError('user', id);
    return user;
  }

  private async assertThere(groupIds: readonly string[]): Promise<void> {
    if ((await this.groups.count(groupIds)) !== groupIds.length)
      throw unprocessable('groupIds', message('no-such-group'));
  }
}

function assertMayKeep(may: boolean): void {
  if (!may) throw forbidden(message('not-your-user'));
}

function assertMayGive(may: boolean): void {
  if (!may) throw forbidden(message('not-yours-to-give'));
}

/** Nobody raises themselves, nor locks themselves out by mistake. */
function assertSameRights(user: UserWithGroups, wanted: Subject): void {
  const same = user.role === wanted.role && sorted(wanted.groupIds).join() === sorted(idsOf(user)).join();
  if (!same) throw forbidden(message('not-your-own-rights'));
}

function idsOf({ groups }: UserWithGroups): string[] {
  return groups.map(({ id }) => id);
}

function sorted(ids: readonly string[]): string[] {
  return [...ids].sort();
}

function subjectOf(user: UserWithGroups): Subject {
  return { role: user.role, groupIds: idsOf(user) };
}

/** The groups of the user that are there for whoever asks. */
function groupsSeenBy(asker: SessionUser, { groups }: UserWithGroups): { id: string; name: string }[] {
  const seen = groups.filter(({ id }) => canInGroup(asker, 'group:read', id));
  return seen.map(({ id, name }) => ({ id, name }));
}

/** A user by the names of a request. */
function fieldsOf(asker: SessionUser, user: UserWithGroups) {
  const { version, userName, firstName, lastName, role } = user;
  const groupIds = sorted(groupsSeenBy(asker, user).map(({ id }) => id));
  return { version, userName, firstName, lastName, role, groupIds };
}

function viewOf(asker: SessionUser, user: UserWithGroups): UserView {
  const { id, version, userName, firstName, lastName, role, mustChangePassword } = user;
  const changeable = id === asker.id || canKeepUser(asker, 'user:update', subjectOf(user));
  const groups = groupsSeenBy(asker, user);
  return { id, version, userName, firstName, lastName, role, mustChangePassword, changeable, groups };
}
