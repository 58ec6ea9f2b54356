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

/** Recognises who is logged in by the cookie. */
@Injectable()
export class CookieStrategy extends PassportStrategy(Strategy, 'cookie') {
  constructor(private readonly sessions: Sessions) {
    super();
  }

  async validate(request: Request): Promise<SessionUser | false> {
    const token = readSessionCookie(request);
    return (token !== undefined && (await this.sessions.userOf(token))) || false;
  }
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
      throw new ApiError(HttpStatus.UNAUTHORIZED, 'not-logged-in', 'Log in first: POST /api/v1/session.');
    return user;
  }
}
