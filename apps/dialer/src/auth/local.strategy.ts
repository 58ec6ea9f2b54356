import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { AuthGuard, PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy } from 'passport-local';
import { badRequest } from '../http/api-error.js';
import { LoginService } from './login.service.js';
import type { SessionUser } from './session-user.js';

/** Login by user name and password in the body. */
@Injectable()
export class LocalStrategy extends PassportStrategy(Strategy, 'password') {
  constructor(private readonly logins: LoginService) {
    super({ usernameField: 'userName', passReqToCallback: true });
  }

  validate(request: Request, userName: string, password: string): Promise<SessionUser> {
    return this.logins.login(userName, password, request.ip ?? '');
  }
}

/** Lets through who sends the right password; the user is then the request's. */
@Injectable()
export class PasswordGuard extends AuthGuard('password') {
  override handleRequest<T>(error: unknown, user: T | false): T {
    if (error !== null && error !== undefined) throw error as Error;
    // passport-local itself refuses only a request without the two fields.
    if (user === false) throw badRequest('validation-failed', message('send-credentials'));
    return user;
  }
}
