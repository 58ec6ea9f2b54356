/** The four roles of a user (manual §6); wire and database values. */
export const ROLES = ['MASTER', 'MANAGER', 'CAMPAIGN_ADMINISTRATOR', 'CAMPAIGN_SUPERVISOR'] as const;

export type Role = (typeof ROLES)[number];

/** How far a permission reaches: every object, or the objects of the user's own dialer groups. */
export type Scope = 'all' | 'own-groups';

const MASTER_ONLY = { MASTER: 'all' } as const;
const USER_KEEPERS = { MASTER: 'all', MANAGER: 'own-groups' } as const;
const CAMPAIGN_ADMINISTRATORS = { CAMPAIGN_ADMINISTRATOR: 'own-groups' } as const;
const CAMPAIGN_READERS = { MASTER: 'all', CAMPAIGN_ADMINISTRATOR: 'own-groups' } as const;
const CAMPAIGN_WATCHERS = {
  MASTER: 'all',
  CAMPAIGN_ADMINISTRATOR: 'own-groups',
  CAMPAIGN_SUPERVISOR: 'own-groups',
} as const;
/** Services and targets have no group: who may choose one sees them all. */
const CHOOSERS = { MASTER: 'all', CAMPAIGN_ADMINISTRATOR: 'all' } as const;

/** Who may do what, and how far: the role table of the product's description (manual §6), as data. */
export const PERMISSIONS = {
  'user:read': USER_KEEPERS,
  'user:create': USER_KEEPERS,
  'user:update': USER_KEEPERS,
  'user:delete': USER_KEEPERS,
  'user:reset-password': MASTER_ONLY,

  'group:read': USER_KEEPERS,
  'group:create': MASTER_ONLY,
  'group:update': MASTER_ONLY,
  'group:enable': USER_KEEPERS,

  'campaign:read': CAMPAIGN_WATCHERS,
  'campaign:create': CAMPAIGN_ADMINISTRATORS,
  'campaign:update': CAMPAIGN_ADMINISTRATORS,
  'campaign:delete': CAMPAIGN_ADMINISTRATORS,
  'campaign:start': CAMPAIGN_ADMINISTRATORS,
  'campaign:stop': CAMPAIGN_ADMINISTRATORS,
  'schedule:read': CAMPAIGN_WATCHERS,
  'schedule:update': CAMPAIGN_ADMINISTRATORS,
  'lead:read': CAMPAIGN_READERS,
  'lead:upload': CAMPAIGN_ADMINISTRATORS,
  'lead:update': CAMPAIGN_ADMINISTRATORS,
  'call-record:read': CAMPAIGN_READERS,

  'recording:read': CAMPAIGN_READERS,
  'recording:manage': CAMPAIGN_ADMINISTRATORS,

  'dnc-service:read': CHOOSERS,
  'dnc-service:manage': MASTER_ONLY,
  'dial-target:read': CHOOSERS,
  'dial-target:manage': MASTER_ONLY,
  'extension:read': CHOOSERS,
  'extension:manage': MASTER_ONLY,
  'plugin:manage': MASTER_ONLY,
  'system:read': MASTER_ONLY,
} as const satisfies Record<string, Partial<Record<Role, Scope>>>;

/** Something a user may be allowed to do. */
export type Action = keyof typeof PERMISSIONS;

/** Who acts: a role, and the groups it is held in. */
export interface Subject {
  readonly role: Role;
  readonly groupIds: readonly string[];
}

/** How far the role's permission for the action reaches; `undefined`: not at all. */
export function scopeOf(role: Role, action: Action): Scope | undefined {
  const grants: Partial<Record<Role, Scope>> = PERMISSIONS[action];
  return grants[role];
}

/** Whether the role may do this to any object at all. */
export function can(role: Role, action: Action): boolean {
  return scopeOf(role, action) !== undefined;
}

/** What the role may do to some objects, or to all. */
export function actionsOf(role: Role): Action[] {
  return (Object.keys(PERMISSIONS) as Action[]).filter((action) => can(role, action));
}

/**
 * Whether the subject may do this to an object of the given group. An object it may not even see has to look as if it
 * did not exist.
 */
export function canInGroup(subject: Subject, action: Action, groupId: string): boolean {
  const scope = scopeOf(subject.role, action);
  return scope === 'all' || (scope === 'own-groups' && subject.groupIds.includes(groupId));
}

/** The groups to whose objects the subject's permission is limited; `undefined`: it is not. */
export function groupsFor(subject: Subject, action: Action): readonly string[] | undefined {
  const scope = scopeOf(subject.role, action);
  if (scope === 'all') return undefined;
  return scope === 'own-groups' ? subject.groupIds : [];
}

/** Whether the subject sees a user: those of own groups have at least one group in common with it. */
export function canSeeUser(subject: Subject, user: Subject): boolean {
  if (scopeOf(subject.role, 'user:read') === 'all') return true;
  return user.groupIds.some((id) => canInGroup(subject, 'user:read', id));
}

/**
 * Whether the subject may give a user this role and these groups, or change or remove a user who has them.
 *
 * A Manager gives own groups only, at least one, and never the role of a Master; a user who also belongs to a group
 * of others is theirs too, and so not the Manager's to change.
 */
export function canKeepUser(
  subject: Subject,
  action: 'user:create' | 'user:update' | 'user:delete',
  user: Subject,
): boolean {
  const scope = scopeOf(subject.role, action);
  if (scope !== 'own-groups') return scope === 'all';
  if (user.role === 'MASTER' || user.groupIds.length === 0) return false;
  return user.groupIds.every((id) => subject.groupIds.includes(id));
}

/**
 * Whether a user may log in: Campaign Administrators and Campaign Supervisors need at least one enabled group
 * (manual §6.3); Managers and Masters do not.
 */
export function mayLogIn(role: Role, groups: readonly { readonly enabled: boolean }[]): boolean {
  return role === 'MASTER' || role === 'MANAGER' || groups.some((group) => group.enabled);
}
