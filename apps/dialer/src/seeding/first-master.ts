import { Group } from '@marcador/persistence/entities/group.entity.js';
import { User } from '@marcador/persistence/entities/user.entity.js';
import { UserGroup } from '@marcador/persistence/entities/user-group.entity.js';
import type { DataSource } from 'typeorm';
import { generatePassword, hashPassword } from '../auth/passwords.js';

/** The first user, whose password nobody knows yet. */
export interface FirstMaster {
  readonly userName: string;
  readonly password: string;
}

/** Any fixed number: two nodes that start together must not both make the first user. */
const SEED_LOCK = 7_134_010;
const FIRST_USER_NAME = 'master';

/**
 * Makes the user `master` in an installation without users. The password has to be changed at the first login.
 * @param password the one to begin with; a generated one if not given
 * @returns the user made, whose password has to be shown now or never; `undefined`: there are users already
 */
export async function seedFirstMaster(
  database: DataSource,
  password: string = generatePassword(),
): Promise<FirstMaster | undefined> {
  const passwordHash = await hashPassword(password);
  return database.transaction(async (manager) => {
    await manager.query('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK]);
    if (await manager.exists(User)) return undefined;
    const user = await manager.save(
      manager.create(User, {
        userName: FIRST_USER_NAME,
        passwordHash,
        firstName: 'Master',
        lastName: '',
        role: 'MASTER',
        mustChangePassword: true,
      }),
    );
    const groups = await manager.find(Group);
    await manager.insert(
      UserGroup,
      groups.map(({ id }) => ({ userId: user.id, groupId: id })),
    );
    return { userName: user.userName, password };
  });
}
