import type { Action } from '@marcador/domain/permissions.js';
import { applyDecorators, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { Reflector } from '@nestjs/core';
import { ApiCookieAuth, ApiForbiddenResponse, ApiUnauthorizedResponse } from '@nestjs/swagger';

/** Who may call a route. */
export type AccessRule =
  | { readonly kind: 'anybody' }
  | {
      readonly kind: 'logged-in';
      /** Also before the first password was changed. */ readonly always: boolean;
    }
  | { readonly kind: 'action'; readonly action: Action };

/** Under which metadata key a handler carries its rule. */
export const ACCESS_RULE = 'marcador:access-rule';

const forSession = (rule: AccessRule) =>
  applyDecorators(
    SetMetadata(ACCESS_RULE, rule),
    ApiCookieAuth(),
    ApiUnauthorizedResponse({ description: 'Nobody is logged in.' }),
  );

/** Open to anybody who reaches the service. */
export const AllowAnybody = () => SetMetadata(ACCESS_RULE, { kind: 'anybody' } satisfies AccessRule);

/** For everybody who is logged in. `always`: also while the password has to be changed first. */
export const AllowLoggedIn = (options: { readonly always: boolean }) =>
  forSession({ kind: 'logged-in', always: options.always });

/** For the roles that may do this. Which objects they may do it to is the service's to say. */
export const Allow = (action: Action) =>
  applyDecorators(
    forSession({ kind: 'action', action }),
    ApiForbiddenResponse({ description: `The role does not allow ${action}.` }),
  );

/** The rule of the route; `undefined`: it has none, and so nobody may call it. */
export function ruleOf(reflector: Reflector, context: ExecutionContext): AccessRule | undefined {
  return reflector.get<AccessRule | undefined>(ACCESS_RULE, context.getHandler());
}
