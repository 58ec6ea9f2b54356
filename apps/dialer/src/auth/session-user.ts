import type { Role, Subject } from '@marcador/domain/permissions.js';
import type { UserWithGroups } from '@marcador/persistence/users/user.repository.js';

/** A dialer group as its members see it. */
export interface OwnGroup {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
}

/** The user on whose behalf a request is made. */
export interface SessionUser extends Subject {
  readonly id: string;
  readonly version: number;
  readonly userName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: Role;
  readonly groups: readonly OwnGroup[];
  readonly mustChangePassword: boolean;
}

/** A stored user as the one who makes a request. */
export function sessionUser(user: UserWithGroups): SessionUser {
  const { id, version, userName, firstName, lastName, role, mustChangePassword } = user;
  const groups = user.groups.map(({ id, name, enabled }) => ({ id, name, enabled }));
  const groupIds = groups.map((group) => group.id);
  return { id, version, userName, firstName, lastName, role, mustChangePassword, groups, groupIds };
}
