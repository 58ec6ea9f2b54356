import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Group } from '../entities/group.entity.js';
import { asLookedFor, listPart, type ListPart, type ListRequest } from '../listing.js';
import { NameTakenError, NotFoundError } from '../repository.errors.js';
import { renaming, SQL_STATE } from '../sql-state.js';
import { lockVersion } from '../versioned.js';

/** The group that exists from the start. */
export const DEFAULT_GROUP_NAME = 'Default Dialer Group';

/** What dialer groups can be sorted by. */
export const GROUP_SORTS = ['name', 'description', 'enabled'] as const;

/** Dialer groups. They are never removed. */
@Injectable()
export class GroupRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @param ids only these; all when left out */
  list(
    ids: readonly string[] | undefined,
    request: ListRequest<(typeof GROUP_SORTS)[number]>,
  ): Promise<ListPart<Group>> {
    const query = this.dataSource.manager.createQueryBuilder(Group, 'g');
    if (ids !== undefined) query.where('g.id = ANY(:ids)', { ids });
    return listPart(query, request, {
      key: 'g.id',
      searched: ['g.name', 'g.description'],
      sorted: {
        name: asLookedFor('g.name'),
        description: asLookedFor('g.description'),
        enabled: 'g.enabled',
      },
    });
  }

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
  update(id: string, version: number, changes: Partial<Pick<Group, 'name' | 'description'>>): Promise<Group> {
    return unlessNameTaken(() =>
      this.dataSource.transaction(async (manager) => {
        const group = await lockVersion(manager, Group, 'dialer group', id, version);
        return manager.save(Group, Object.assign(group, changes));
      }),
    );
  }

  /**
   * Enables or disables it, whoever else changes it meanwhile.
   * @throws NotFoundError
   */
  async setEnabled(id: string, enabled: boolean): Promise<Group> {
    await this.dataSource.manager.update(Group, { id, enabled: !enabled }, { enabled });
    return this.get(id);
  }
}

function unlessNameTaken<T>(action: () => Promise<T>): Promise<T> {
  return renaming(SQL_STATE.uniqueViolation, () => new NameTakenError('dialer group'), action);
}
