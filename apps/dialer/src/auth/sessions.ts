import { createHash, randomBytes } from 'node:crypto';
import { mayLogIn } from '@marcador/domain/permissions.js';
import { message } from '@marcador/messages/message.js';
import { Session } from '@marcador/persistence/entities/session.entity.js';
import { SessionRepository } from '@marcador/persistence/users/session.repository.js';
import { UserRepository } from '@marcador/persistence/users/user.repository.js';
import type { Clock } from '@marcador/platform/clock.js';
import { HttpStatus, Inject, Injectable } from '@nestjs/common';
import { Subject } from 'rxjs';
import { DataSource } from 'typeorm';
import { ApiError } from '../http/api-error.js';
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
  private readonly changed = new Subject<void>();
  /** Tells of each change of users, groups and sessions. */
  readonly changes = this.changed.asObservable();

  constructor(
    private readonly sessions: SessionRepository,
    private readonly users: UserRepository,
    private readonly database: DataSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * @param user as it was when its password was found to be right
   * @returns the token: 256 random bits, base64url
   * @throws ApiError 401 when the user has been changed since: the password may be another one now
   */
  async open({ id: userId, version }: Pick<SessionUser, 'id' | 'version'>): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + IDLE_LIMIT_MS);
    await this.sessions.removeExpired(createdAt);
    if (await this.sessions.add({ id: idOf(token), userId, createdAt, expiresAt }, version)) return token;
    throw new ApiError(HttpStatus.UNAUTHORIZED, 'wrong-credentials', message('user-just-changed'));
  }

  /** The user of a session that has not ended; asking keeps it alive. */
  async userOf(token: string): Promise<SessionUser | undefined> {
    const now = this.clock.now();
    const session = await this.sessions.find(idOf(token), now);
    const user = session && (await this.userWhoMayGoOn(session));
    if (user !== undefined) await this.slide(session as Session, now);
    return user;
  }

  /** The user of a session that has not ended, as it is now; asking does not keep it alive. */
  async peek(token: string): Promise<SessionUser | undefined> {
    const session = await this.sessions.find(idOf(token), this.clock.now());
    return session && this.userWhoMayGoOn(session);
  }

  async close(token: string): Promise<void> {
    await this.sessions.remove(idOf(token));
    this.announceChange();
  }

  /** Users, their groups or their sessions are different now: whoever serves one for long has to look again. */
  announceChange(): void {
    this.changed.next();
  }

  /** A session ends as soon as its user could not log in any more: when the last of the groups was disabled. */
  private async userWhoMayGoOn({ id, userId }: Session): Promise<SessionUser | undefined> {
    const user = await this.users.find(userId);
    if (user !== undefined && mayLogIn(user.role, user.groups)) return sessionUser(user);
    await this.sessions.remove(id);
    return undefined;
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
