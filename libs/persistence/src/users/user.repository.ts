import { Injectable } from '@nestjs/common';
import { DataSource, In, type EntityManager } from 'typeorm';
import { Group } from '../entities/group.entity.js';
import { Session } from '../entities/session.entity.js';
import { UserGroup } from '../entities/user-group.entity.js';
import { User } from '../entities/user.entity.js';
import { NameTakenError, NotFoundError } from '../repository.errors.js';
import { renaming, SQL_STATE } from '../sql-state.js';

/** A user with the groups it belongs to, by name. */
export interface UserWithGroups extends User {
  readonly groups: readonly Group[];
}

/** What a user is made of. */
export type NewUser = Omit<User, 'id' | 'version'> & { readonly groupIds: readonly string[] };

/** Users of the dialer. */
@Injectable()
export class UserRepository {
  constructor(private readonly dataSource: DataSource) {}

  /** @throws NameTakenError when the user name is taken, whatever its case */
  create({ groupIds, ...user }: NewUser): Promise<UserWithGroups> {
    return renaming(
      SQL_STATE.uniqueViolation,
      () => new NameTakenError('user'),
      () =>
        this.dataSource.transaction(async (manager) => {
          const made = await manager.save(User, user);
          await manager.insert(
            UserGroup,
            groupIds.map((groupId) => ({ userId: made.id, groupId })),
          );
          return withGroups(manager, made);
        }),
    );
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
    const user = await this.dataSource.manager.findOneBy(User, { id });
    if (user === null) throw new NotFoundError('user', id);
    return withGroups(this.dataSource.manager, user);
  }

  /** How many users there are: none before the first start. */
  count(): Promise<number> {
    return this.dataSource.manager.count(User);
  }

  /**
   * Sets a password and ends all sessions of the user.
   * @throws NotFoundError
   */
  setPassword(id: string, passwordHash: string, mustChangePassword: boolean): Promise<void> {
    return this.dataSource.transaction(async (manager) => {
      const changed = await manager.update(User, id, { passwordHash, mustChangePassword });
      if (changed.affected === 0) throw new NotFoundError('user', id);
      await manager.delete(Session, { userId: id });
    });
  }
}

async function withGroups(manager: EntityManager, user: User): Promise<UserWithGroups> {
  const memberships = await manager.findBy(UserGroup, { userId: user.id });
  const groups = await manager.find(Group, {
    where: { id: In(memberships.map(({ groupId }) => groupId)) },
    order: { name: 'ASC' },
  });
  return Object.assign(user, { groups });
}
