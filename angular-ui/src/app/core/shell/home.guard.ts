import { inject } from '@angular/core';
import { Router, type CanActivateFn } from '@angular/router';
import { Session } from '../session/session';
import { FEATURES } from './feature';

/** Leads to the first tab of the role. */
export const homeGuard: CanActivateFn = () => {
  const session = inject(Session);
  const first = inject(FEATURES).find(({ action }) => session.can(action));
  return inject(Router).createUrlTree([first === undefined ? '/nothing-to-do' : `/${first.path}`]);
};
