import { createHash, randomBytes } from 'node:crypto';
import { Session } from '@marcador/persistence/entities/session.entity.js';
import { SessionRepository } from '@marcador/persistence/users/session.repository.js';
import { UserRepository } from '@marcador/persistence/users/user.repository.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK } from '../tokens.js';
import { sessionUser, type SessionUser } from './session-user.js';

/** A session ends this long after its last request … */
export const IDLE_LIMIT_MS = 30 * 60_000;
/** … and this long after the login, whatever was asked meanwhile. */
export const LIFETIME_MS = 12 * 3_600_000;
/** The end is not written anew for each request. */
const SLIDE_STEP_MS = 60_000;

/** Who is logged in. A session is known by a random token that only the browser has; we keep its hash. */
@Injectable()
export class Sessions {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly users: UserRepository,
    private readonly database: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns the token: 256 random bits, base64url */
  async open(userId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + IDLE_LIMIT_MS);
    await this.sessions.removeExpired(createdAt);
    await this.sessions.add({ id: idOf(token), userId, createdAt, expiresAt });
    return token;
  }

  /** The user of a session that has not ended; asking keeps it alive. */
  async userOf(token: string): Promise<SessionUser | undefined> {
    const now = this.clock.now();
    const session = await this.sessions.find(idOf(token), now);
    if (session === undefined) return undefined;
    await this.slide(session, now);
    return sessionUser(await this.users.get(session.userId));
  }

  /** The user of a session that has not ended, as it is now; asking does not keep it alive. */
  async peek(token: string): Promise<SessionUser | undefined> {
    const session = await this.sessions.find(idOf(token), this.clock.now());
    return session && sessionUser(await this.users.get(session.userId));
  }

  async close(token: string): Promise<void> {
    await this.sessions.remove(idOf(token));
  }

  private async slide(session: Session, now: Date): Promise<void> {
    const last = session.createdAt.getTime() + LIFETIME_MS;
    const end = Math.min(now.getTime() + IDLE_LIMIT_MS, last);
    if (end - session.expiresAt.getTime() < SLIDE_STEP_MS) return;
    await this.database.manager.update(Session, session.id, { expiresAt: new Date(end) });
  }
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
