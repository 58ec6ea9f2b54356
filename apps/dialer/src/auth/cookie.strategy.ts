import { message } from '@marcador/messages/message.js';
import { HttpStatus, Injectable, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-custom';
import { ApiError } from '../http/api-error.js';
import { ruleOf } from './access-rule.js';
import { readSessionCookie } from './session-cookie.js';
import type { SessionUser } from './session-user.js';
import { Sessions } from './sessions.js';

/** The header of a request that nobody made by hand. */
const UNATTENDED = 'x-marcador-unattended';

/** Recognises who is logged in by the cookie. */
@Injectable()
export class CookieStrategy extends PassportStrategy(Strategy, 'cookie') {
  constructor(private readonly sessions: Sessions) {
    super();
  }

  async validate(request: Request): Promise<SessionUser | false> {
    const token = readSessionCookie(request);
    if (token === undefined) return false;
    const user = isUnattended(request) ? this.sessions.peek(token) : this.sessions.userOf(token);
    return (await user) ?? false;
  }
}

/** A page that refreshes itself, or watches, must not keep the session of somebody who has gone. */
function isUnattended(request: Request): boolean {
  return request.get(UNATTENDED) !== undefined || request.get('accept') === 'text/event-stream';
}

/** Asks for a session wherever the rule of the route does not say that anybody may come. */
@Injectable()
export class SessionGuard extends AuthGuard('cookie') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override canActivate(
    context: ExecutionContext,
  ): ReturnType<InstanceType<ReturnType<typeof AuthGuard>>['canActivate']> {
    return ruleOf(this.reflector, context)?.kind === 'anybody' || super.canActivate(context);
  }

  override handleRequest<T>(error: unknown, user: T | false): T {
    if (error !== null && error !== undefined) throw error as Error;
    if (user === false)
      throw new ApiError(HttpStatus.UNAUTHORIZED, 'not-logged-in', message('not-logged-in'));
    return user;
  }
}
