import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooManyRequests } from '../http/api-error.js';

const WINDOW_SECONDS = 15 * 60;
/** Wrong passwords for one user from one address in the window. */
export const ATTEMPTS_PER_USER = 5;
/** Wrong passwords for one user from all addresses in the window. */
export const ATTEMPTS_PER_NAME = 50;
/** Wrong passwords for any users from one address in the window. */
export const ATTEMPTS_PER_ADDRESS = 30;

/** Slows down who guesses passwords. An attempt counts from its beginning, so that many at once are no way around. */
@Injectable()
export class LoginLimiter {
  private readonly perUser = new RateLimiterMemory({ points: ATTEMPTS_PER_USER, duration: WINDOW_SECONDS });
  private readonly perName = new RateLimiterMemory({ points: ATTEMPTS_PER_NAME, duration: WINDOW_SECONDS });
  private readonly perAddress = new RateLimiterMemory({
    points: ATTEMPTS_PER_ADDRESS,
    duration: WINDOW_SECONDS,
  });

  /** @throws TooManyRequests */
  async begin(userName: string, address: string): Promise<void> {
    try {
      await this.perAddress.consume(address);
      await this.perUser.consume(userKey(userName, address));
      await this.perName.consume(nameKey(userName));
    } catch (refusal) {
      if (!(refusal instanceof RateLimiterRes)) throw refusal;
      const seconds = Math.ceil(refusal.msBeforeNext / 1000);
      const minutes = Math.ceil(seconds / 60);
      throw new TooManyRequests(message('too-many-wrong-passwords', { minutes }), seconds);
    }
  }

  /** The password was right. */
  async succeeded(userName: string, address: string): Promise<void> {
    await this.perUser.delete(userKey(userName, address));
    await this.perName.reward(nameKey(userName));
    await this.perAddress.reward(address);
  }
}

function userKey(userName: string, address: string): string {
  return `${address} ${nameKey(userName)}`;
}

/** All ways of writing a name that log in the same user are one. */
function nameKey(userName: string): string {
  return userName.trim().toLowerCase();
}
