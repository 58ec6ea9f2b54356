import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Group } from '../entities/group.entity.js';
import { Session } from '../entities/session.entity.js';
import { UserGroup } from '../entities/user-group.entity.js';
import { User } from '../entities/user.entity.js';
import { asLookedFor, listPart, type ListPart, type ListRequest } from '../listing.js';
import { LastMasterError, NameTakenError, NotFoundError, StaleVersionError } from '../repository.errors.js';
import { renaming, SQL_STATE } from '../sql-state.js';
import { lockVersion } from '../versioned.js';

/** A user with the groups it belongs to, by name. */
export interface UserWithGroups extends User {
  readonly groups: readonly Group[];
}

/** What a user is made of. */
export type NewUser = Omit<User, 'id' | 'version'> & { readonly groupIds: readonly string[] };

/** What of a user can be changed; groups are replaced. */
export type UserChanges = Partial<Pick<NewUser, 'userName' | 'firstName' | 'lastName' | 'role' | 'groupIds'>>;

/** What users can be sorted by. */
export const USER_SORTS = ['userName', 'firstName', 'lastName', 'role'] as const;

/** Users of the dialer. */
@Injectable()
export class UserRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws NameTakenError when the user name is taken, whatever its case */
  create({ groupIds, ...user }: NewUser): Promise<UserWithGroups> {
    return unlessNameTaken(() =>
      this.dataSource.transaction(async (manager) => {
        const made = await manager.save(User, user);
        await join(manager, made.id, groupIds);
        return withGroups(manager, made);
      }),
    );
  }

  /** @param memberOf only members of one of these groups; everybody when left out */
  async list(
    memberOf: readonly string[] | undefined,
    request: ListRequest<(typeof USER_SORTS)[number]>,
  ): Promise<ListPart<UserWithGroups>> {
    const { manager } = this.dataSource;
    const query = manager.createQueryBuilder(User, 'u');
    if (memberOf !== undefined)
      query.where(
        'EXISTS (SELECT 1 FROM user_group m WHERE m.user_id = u.id AND m.group_id = ANY(:memberOf))',
        { memberOf },
      );
    const { items, total } = await listPart(query, request, {
      key: 'u.id',
      searched: ['u.user_name', 'u.first_name', 'u.last_name'],
      sorted: {
        userName: asLookedFor('u.user_name'),
        firstName: asLookedFor('u.first_name'),
        lastName: asLookedFor('u.last_name'),
        role: 'u.role',
      },
    });
    return { items: await allWithGroups(manager, items), total };
  }

  /** Whatever the case of the name. */
  async findByUserName(userName: string): Promise<UserWithGroups | undefined> {
    const user = await this.dataSource
      .createQueryBuilder(User, 'u')
      .where('lower(u.user_name) = lower(:userName)', { userName })
      .getOne();
    return user === null ? undefined : withGroups(this.dataSource.manager, user);
  }

  /** @throws NotFoundError */
  async get(id: string): Promise<UserWithGroups> {
    const user = await this.find(id);
    if (user === undefined) throw new NotFoundError('user', id);
    return user;
  }

  async find(id: string): Promise<UserWithGroups | undefined> {
    const user = await this.dataSource.manager.findOneBy(User, { id });
    return user === null ? undefined : withGroups(this.dataSource.manager, user);
  }

  /**
   * Changes a user. Another role or other groups end its sessions.
   *
   * @param version the one that the change was decided on
   * @throws NotFoundError, StaleVersionError, NameTakenError
   * @throws LastMasterError
   */
  update(id: string, version: number, { groupIds, ...changes }: UserChanges): Promise<UserWithGroups> {
    return unlessNameTaken(() =>
      this.dataSource.transaction(async (manager) => {
        if (changes.role !== undefined && changes.role !== 'MASTER') await refuseLastMaster(manager, id);
        const user = await lockVersion(manager, User, 'user', id, version);
        const before = await withGroups(manager, { ...user });
        const joins = groupIds !== undefined && !areGroupsOf(before, groupIds);
        // Also where only the groups change: whoever decided on the former ones has to decide anew.
        await manager.update(User, id, { ...changes, userName: changes.userName ?? user.userName });
        if (joins) {
          await manager.delete(UserGroup, { userId: id });
          await join(manager, id, groupIds);
        }
        if (joins || (changes.role !== undefined && changes.role !== before.role))
          await manager.delete(Session, { userId: id });
        return withGroups(manager, await manager.findOneByOrFail(User, { id }));
      }),
    );
  }

  /**
   * Removes a user and its sessions.
   * @throws NotFoundError
   * @throws LastMasterError
   */
  remove(id: string): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      await refuseLastMaster(manager, id);
      const removed = await manager.delete(User, id);
      if (removed.affected === 0) throw new NotFoundError('user', id);
    });
  }

  /** How many users there are: none before the first start. */
  count(): Promise<number> {
    return this.dataSource.manager.count(User);
  }

  /**
   * Sets a password and ends all sessions of the user.
   * @param version the one whose password was known, where that was the condition
   * @throws NotFoundError
   * @throws StaleVersionError when the user has another password or anything else new
   */
  setPassword(
    id: string,
    passwordHash: string,
    mustChangePassword: boolean,
    version?: number,
  ): Promise<UserWithGroups> {
    return this.dataSource.transaction(async (manager) => {
      const user = await manager.findOne(User, { where: { id }, lock: { mode: 'for_no_key_update' } });
      if (user === null) throw new NotFoundError('user', id);
      if (version !== undefined && version !== user.version)
        throw new StaleVersionError('user', user.version);
      await manager.update(User, id, { passwordHash, mustChangePassword });
      await manager.delete(Session, { userId: id });
      return withGroups(manager, await manager.findOneByOrFail(User, { id }));
    });
  }
}

function unlessNameTaken<T>(action: () => Promise<T>): Promise<T> {
  return renaming(SQL_STATE.uniqueViolation, () => new NameTakenError('user'), action);
}

/** Whoever takes a Master away waits here for whoever takes another one away. */
async function refuseLastMaster(manager: EntityManager, id: string): Promise<void> {
  const masters = await manager.find(User, {
    where: { role: 'MASTER' },
    order: { id: 'ASC' },
    lock: { mode: 'for_no_key_update' },
  });
  if (masters.length === 1 && masters[0]?.id === id) throw new LastMasterError();
}

async function join(manager: EntityManager, userId: string, groupIds: readonly string[]): Promise<void> {
  await manager.insert(
    UserGroup,
    groupIds.map((groupId) => ({ userId, groupId })),
  );
}

function areGroupsOf({ groups }: UserWithGroups, groupIds: readonly string[]): boolean {
  return groups.length === groupIds.length && groups.every(({ id }) => groupIds.includes(id));
}

async function withGroups(manager: EntityManager, user: User): Promise<UserWithGroups> {
  const [found] = await allWithGroups(manager, [user]);
  return found as UserWithGroups;
}

async function allWithGroups(manager: EntityManager, users: readonly User[]): Promise<UserWithGroups[]> {
  const { entities, raw } = await manager
    .createQueryBuilder(Group, 'g')
    .innerJoin(UserGroup, 'm', 'm.group_id = g.id')
    .addSelect('m.user_id', 'member')
    .where('m.user_id = ANY(:ids)', { ids: users.map(({ id }) => id) })
    .orderBy('g.name')
    .getRawAndEntities<{ g_id: string; member: string }>();
  const members = new Set(raw.map(({ g_id, member }) => `${g_id} ${member}`));
  return users.map((user) =>
    Object.assign(user, { groups: entities.filter((group) => members.has(`${group.id} ${user.id}`)) }),
  );
}
