import type { Role, Subject } from '@marcador/domain/permissions.js';

/** A dialer group as its members see it. */
export interface OwnGroup {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
}

/** The user on whose behalf a request is made. */
export interface SessionUser extends Subject {
  readonly id: string;
  readonly userName: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly role: Role;
  readonly groups: readonly OwnGroup[];
  readonly mustChangePassword: boolean;
}
