import { mayLogIn } from '@marcador/domain/permissions.js';
import { message } from '@marcador/messages/message.js';
import { StaleVersionError } from '@marcador/persistence/repository.errors.js';
import { UserRepository } from '@marcador/persistence/users/user.repository.js';
import type { Log } from '@marcador/platform/logging.js';
import { HttpStatus, Inject, Injectable } from '@nestjs/common';
import { ApiError, badRequest, detail, forbidden, invalid, unprocessable } from '../http/api-error.js';
import { hasNul } from '../http/nul.js';
import { LOG } from '../tokens.js';
import { LoginLimiter } from './login-limiter.js';
import { hashPassword, PasswordCheck } from './passwords.js';
import { sessionUser, type SessionUser } from './session-user.js';

/** Checks who somebody is. */
@Injectable()
export class LoginService {
  private readonly passwords = new PasswordCheck();

  constructor(
    private readonly users: UserRepository,
    private readonly limiter: LoginLimiter,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** @throws ApiError 400, 401, 403 or 429, which does not tell whether the user exists */
  async login(userName: unknown, password: unknown, address: string): Promise<SessionUser> {
    if (typeof userName !== 'string' || typeof password !== 'string' || password.length > 200)
      throw badRequest('validation-failed', message('send-credentials'));
    if (hasNul(userName)) throw invalid([detail('userName', message('nul-character'))]);
    await this.limiter.begin(userName, address);
    const user = await this.users.findByUserName(userName.trim());
    if (!(await this.passwords.matches(password, user?.passwordHash)) || user === undefined) {
      this.log.warn({ userName, address }, 'Login refused: user name or password is wrong.');
      throw new ApiError(HttpStatus.UNAUTHORIZED, 'wrong-credentials', message('wrong-credentials'));
    }
    await this.limiter.succeeded(userName, address);
    if (!mayLogIn(user.role, user.groups)) throw forbidden(message('no-enabled-group'));
    return sessionUser(user);
  }

  /**
   * Sets the own password, and ends all sessions of the user: somebody else may have them.
   * @returns the user with the new password
   * @throws ApiError 422 when the current password is wrong or the new one is the same
   */
  async changePassword(
    user: SessionUser,
    current: string,
    wanted: string,
    address: string,
  ): Promise<SessionUser> {
    await this.limiter.begin(user.userName, address);
    const stored = await this.users.findByUserName(user.userName);
    if (!(await this.passwords.matches(current, stored?.passwordHash)) || stored === undefined)
      throw wrongPassword();
    await this.limiter.succeeded(user.userName, address);
    if (current === wanted) throw unprocessable('newPassword', message('other-password'));
    try {
      const hash = await hashPassword(wanted);
      return sessionUser(await this.users.setPassword(user.id, hash, false, stored.version));
    } catch (error) {
      // A Master has reset it meanwhile: what was the current password is so no more.
      throw error instanceof StaleVersionError ? wrongPassword() : error;
    }
  }
}

function wrongPassword(): ApiError {
  return unprocessable('currentPassword', message('wrong-current-password'));
}
