import { inject } from '@angular/core';
import { Router, type CanActivateFn } from '@angular/router';
import { type Action, Session } from './session';

/** Lets in who is logged in; whoever has to change the password first is led there. */
export const loggedIn: CanActivateFn = async (_, state) => {
  const session = inject(Session);
  const router = inject(Router);
  const user = await session.known().catch(() => undefined);
  if (user === undefined)
    return router.createUrlTree(['/login'], state.url === '/' ? {} : { queryParams: { back: state.url } });
  return user.mustChangePassword ? router.createUrlTree(['/password']) : true;
};

/** Lets in whose role may do this; others are led to what is theirs. */
export function allowed(action: Action): CanActivateFn {
  return () => inject(Session).can(action) || inject(Router).createUrlTree(['/']);
}
