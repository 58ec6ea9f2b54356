import type { ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { Allow, AllowAnybody, AllowLoggedIn } from './access-rule.js';
import { AccessGuard } from './access.guard.js';
import type { SessionUser } from './session-user.js';

class Routes {
  withoutRule() {}
  @AllowAnybody()
  open() {}
  @AllowLoggedIn({ always: false })
  loggedIn() {}
  @AllowLoggedIn({ always: true })
  always() {}
  @Allow('campaign:start')
  start() {}
}

const master: SessionUser = {
  id: '1',
  version: 1,
  userName: 'master',
  firstName: '',
  lastName: '',
  role: 'MASTER',
  groups: [],
  groupIds: [],
  mustChangePassword: false,
};
const administrator: SessionUser = { ...master, role: 'CAMPAIGN_ADMINISTRATOR' };

function allowed(route: keyof Routes, user?: SessionUser): boolean {
  const context = {
    getHandler: () => Reflect.get(Routes.prototype, route) as unknown,
    switchToHttp: () => ({ getRequest: () => ({ user }) }),
  } as unknown as ExecutionContext;
  try {
    return new AccessGuard(new Reflector()).canActivate(context);
  } catch {
    return false;
  }
}

describe('a route', () => {
  it('without a rule is closed to everybody', () => {
    expect([allowed('withoutRule'), allowed('withoutRule', master)]).toEqual([false, false]);
  });

  it('is open to anybody only if it says so', () => {
    expect([allowed('open'), allowed('loggedIn'), allowed('start')]).toEqual([true, false, false]);
  });

  it('asks the role table about an action', () => {
    expect([allowed('start', master), allowed('start', administrator)]).toEqual([false, true]);
  });

  it('is closed until the first password was changed, unless it is always open', () => {
    const newcomer = { ...administrator, mustChangePassword: true };
    expect([allowed('start', newcomer), allowed('loggedIn', newcomer), allowed('always', newcomer)]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
