import { can } from '@marcador/domain/permissions.js';
import { message } from '@marcador/messages/message.js';
import { HttpStatus, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import { ApiError, forbidden } from '../http/api-error.js';
import { ruleOf, type AccessRule } from './access-rule.js';
import type { SessionUser } from './session-user.js';

/** Holds the rule of each route. A route without one is closed. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const rule = ruleOf(this.reflector, context);
    if (rule?.kind === 'anybody') return true;
    const user = context.switchToHttp().getRequest<Request>().user as SessionUser | undefined;
    if (rule === undefined || user === undefined) throw forbidden(message('role-forbids'));
    check(rule, user);
    return true;
  }
}

function check(rule: Exclude<AccessRule, { kind: 'anybody' }>, user: SessionUser): void {
  if (user.mustChangePassword && !(rule.kind === 'logged-in' && rule.always))
    throw new ApiError(HttpStatus.FORBIDDEN, 'password-change-required', message('password-change-required'));
  if (rule.kind === 'action' && !can(user.role, rule.action)) throw forbidden(message('role-forbids'));
}
