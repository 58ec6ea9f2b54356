import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Group } from '../entities/group.entity.js';
import { NameTakenError, NotFoundError } from '../repository.errors.js';
import { renaming, SQL_STATE } from '../sql-state.js';
import { lockVersion } from '../versioned.js';

/** The group that exists from the start. */
export const DEFAULT_GROUP_NAME = 'Default Dialer Group';

/** Dialer groups. They are never removed. */
@Injectable()
export class GroupRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** By name. */
  all(): Promise<Group[]> {
    return this.dataSource.manager.find(Group, { order: { name: 'ASC' } });
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<Group> {
    const group = await this.dataSource.manager.findOneBy(Group, { id });
    if (group === null) throw new NotFoundError('dialer group', id);
    return group;
  }

  /** How many of these ids are those of groups. */
  count(ids: readonly string[]): Promise<number> {
    return this.dataSource.manager.countBy(Group, { id: In(ids) });
  }

  /** @throws NameTakenError */
  create(group: Pick<Group, 'name' | 'description'>): Promise<Group> {
    return unlessNameTaken(() => this.dataSource.manager.save(Group, { ...group, enabled: true }));
  }

  /** @throws NotFoundError, StaleVersionError, NameTakenError */
  update(
    id: string,
    version: number,
    changes: Partial<Pick<Group, 'name' | 'description' | 'enabled'>>,
  ): Promise<Group> {
    return unlessNameTaken(() =>
      this.dataSource.transaction(async (manager) => {
        const group = await lockVersion(manager, Group, 'dialer group', id, version);
        return manager.save(Group, Object.assign(group, changes));
      }),
    );
  }
}

function unlessNameTaken<T>(action: () => Promise<T>): Promise<T> {
  return renaming(SQL_STATE.uniqueViolation, () => new NameTakenError('dialer group'), action);
}
