import { canInGroup } from '@marcador/domain/permissions.js';
import type { Group } from '@marcador/persistence/entities/group.entity.js';
import { GroupRepository } from '@marcador/persistence/users/group.repository.js';
import { NotFoundError } from '@marcador/persistence/repository.errors.js';
import { Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import type { CreateGroupDto } from './group.dto.js';

/** Dialer groups, as far as the user's permissions reach. */
@Injectable()
export class GroupsService {
  constructor(private readonly groups: GroupRepository) {}

  async list(user: SessionUser): Promise<Group[]> {
    const all = await this.groups.all();
    return all.filter(({ id }) => canInGroup(user, 'group:read', id));
  }

  create({ name, description = '' }: CreateGroupDto): Promise<Group> {
    return this.groups.create({ name, description });
  }

  async setEnabled(user: SessionUser, id: string, enabled: boolean): Promise<Group> {
    if (!canInGroup(user, 'group:enable', id)) throw new NotFoundError('dialer group', id);
    const group = await this.groups.get(id);
    return group.enabled === enabled ? group : this.groups.update(id, group.version, { enabled });
  }
}
