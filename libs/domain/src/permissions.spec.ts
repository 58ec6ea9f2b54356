import fc from 'fast-check';
import {
  actionsOf,
  can,
  canInGroup,
  canKeepUser,
  canSeeUser,
  groupsFor,
  mayLogIn,
  PERMISSIONS,
  ROLES,
  type Action,
  type Role,
  type Subject,
} from './permissions.js';

const ACTIONS = Object.keys(PERMISSIONS) as Action[];
const GROUPS = ['a', 'b', 'c', 'd'];
const role = fc.constantFrom<Role>(...ROLES);
const action = fc.constantFrom<Action>(...ACTIONS);
const subject: fc.Arbitrary<Subject> = fc.record({ role, groupIds: fc.subarray(GROUPS) });
const keep = fc.constantFrom('user:create', 'user:update', 'user:delete');

/** The role table of the product's description, written a second time, by role. */
const TABLE: Record<Role, readonly string[]> = {
  MASTER: [
    'user:read user:create user:update user:delete user:reset-password',
    'group:read group:create group:update group:enable',
    'campaign:read schedule:read lead:read call-record:read recording:read',
    'dnc-service:read dnc-service:manage dial-target:read dial-target:manage extension:read extension:manage plugin:manage system:read',
  ],
  MANAGER: ['user:read user:create user:update user:delete', 'group:read group:enable'],
  CAMPAIGN_ADMINISTRATOR: [
    'campaign:read campaign:create campaign:update campaign:delete campaign:start campaign:stop',
    'schedule:read schedule:update lead:read lead:upload lead:update call-record:read',
    'recording:read recording:manage',
    'dnc-service:read dial-target:read extension:read',
  ],
  CAMPAIGN_SUPERVISOR: ['campaign:read schedule:read'],
};

describe('permissions', () => {
  it.each(ROLES)('give a %s what the role table gives, and nothing else', (each) => {
    expect(actionsOf(each).sort()).toEqual(TABLE[each].join(' ').split(' ').sort());
  });

  it('reach only a Master beyond the own groups, save for what has no group', () => {
    fc.assert(
      fc.property(subject, action, fc.constantFrom(...GROUPS), (who, what, group) => {
        const groupless = /^(dnc-service|dial-target|extension|system):/.test(what);
        if (who.role === 'MASTER' || groupless || who.groupIds.includes(group)) return;
        expect(canInGroup(who, what, group)).toBe(false);
      }),
    );
  });

  it('within the own groups are what the role may do at all', () => {
    fc.assert(
      fc.property(subject, action, (who, what) => {
        for (const group of who.groupIds) expect(canInGroup(who, what, group)).toBe(can(who.role, what));
      }),
    );
  });
});

describe('keeping users', () => {
  it('is for Masters without limits and for Campaign roles not at all', () => {
    fc.assert(
      fc.property(subject, keep, subject, (who, what, user) => {
        if (who.role !== 'MANAGER') expect(canKeepUser(who, what, user)).toBe(who.role === 'MASTER');
      }),
    );
  });

  it('never lets a Manager give groups of others, no group, or the role of a Master', () => {
    fc.assert(
      fc.property(subject, keep, subject, (who, what, user) => {
        if (who.role !== 'MANAGER' || !canKeepUser(who, what, user)) return;
        expect(user.role).not.toBe('MASTER');
        expect(user.groupIds.length).toBeGreaterThan(0);
        expect(who.groupIds).toEqual(expect.arrayContaining([...user.groupIds]));
      }),
    );
  });

  it('is never possible for a user who cannot be seen', () => {
    fc.assert(
      fc.property(subject, keep, subject, (who, what, user) => {
        if (canKeepUser(who, what, user)) expect(canSeeUser(who, user)).toBe(true);
      }),
    );
  });

  it('lets a Manager change users of the own groups', () => {
    const manager: Subject = { role: 'MANAGER', groupIds: ['a', 'b'] };
    expect(canKeepUser(manager, 'user:update', { role: 'CAMPAIGN_SUPERVISOR', groupIds: ['a'] })).toBe(true);
    expect(canKeepUser(manager, 'user:update', { role: 'MANAGER', groupIds: ['a', 'c'] })).toBe(false);
    expect(canSeeUser(manager, { role: 'MANAGER', groupIds: ['a', 'c'] })).toBe(true);
  });
});

describe('the groups a permission is limited to', () => {
  it('are those in which it holds', () => {
    fc.assert(
      fc.property(subject, action, fc.constantFrom(...GROUPS), (who, what, group) => {
        const limit = groupsFor(who, what);
        expect(limit === undefined || limit.includes(group)).toBe(canInGroup(who, what, group));
      }),
    );
  });
});

describe('logging in', () => {
  it('needs an enabled group for Campaign Administrators and Supervisors only', () => {
    fc.assert(
      fc.property(role, fc.array(fc.record({ enabled: fc.boolean() })), (who, groups) => {
        const needsGroup = who === 'CAMPAIGN_ADMINISTRATOR' || who === 'CAMPAIGN_SUPERVISOR';
        expect(mayLogIn(who, groups)).toBe(!needsGroup || groups.filter((g) => g.enabled).length > 0);
      }),
    );
  });
});
