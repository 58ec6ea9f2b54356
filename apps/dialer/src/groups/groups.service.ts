import { canInGroup, groupsFor, type Action } from '@marcador/domain/permissions.js';
import type { Group } from '@marcador/persistence/entities/group.entity.js';
import { NotFoundError } from '@marcador/persistence/repository.errors.js';
import { GroupRepository } from '@marcador/persistence/users/group.repository.js';
import { Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import { Sessions } from '../auth/sessions.js';
import { defined } from '../defined.js';
import { pageFor, type Page } from '../http/page.js';
import { onItsVersion } from '../http/stale-version.js';
import type { CreateGroupDto, GroupsQuery, UpdateGroupDto } from './group.dto.js';

/** Dialer groups, as far as the user's permissions reach. */
@Injectable()
export class GroupsService {
  constructor(
    private readonly groups: GroupRepository,
    private readonly sessions: Sessions,
  ) {}

  async list(user: SessionUser, query: GroupsQuery): Promise<Page<Group>> {
    return pageFor(await this.groups.list(groupsFor(user, 'group:read'), query), query);
  }

  get(user: SessionUser, id: string): Promise<Group> {
    return this.reached(user, 'group:read', id);
  }

  create({ name, description = '' }: CreateGroupDto): Promise<Group> {
    return this.groups.create({ name, description });
  }

  /** @throws ApiError 409 that tells the difference, when somebody else has changed the group since */
  async update(user: SessionUser, id: string, { version, ...changes }: UpdateGroupDto): Promise<Group> {
    const current = async () => ({ ...(await this.reached(user, 'group:update', id)) });
    return onItsVersion({ yours: changes, current }, () => this.groups.update(id, version, defined(changes)));
  }

  async setEnabled(user: SessionUser, id: string, enabled: boolean): Promise<Group> {
    await this.reached(user, 'group:enable', id);
    const group = await this.groups.setEnabled(id, enabled);
    this.sessions.announceChange();
    return group;
  }

  /** @throws NotFoundError for a group of others, as for one that does not exist */
  private async reached(user: SessionUser, action: Action, id: string): Promise<Group> {
    if (!canInGroup(user, action, id)) throw new NotFoundError('dialer group', id);
    return this.groups.get(id);
  }
}
