import { createHash, randomBytes } from 'node:crypto';
import { Session } from '@marcador/persistence/entities/session.entity.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, LessThanOrEqual, Not } from 'typeorm';
import { CLOCK } from '../tokens.js';
import type { SessionUser } from './session-user.js';
import { UserDirectory } from './user-directory.js';

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
    private readonly database: DataSource,
    private readonly users: UserDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @returns the token: 256 random bits, base64url */
  async open(userId: string): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const createdAt = this.clock.now();
    const expiresAt = new Date(createdAt.getTime() + IDLE_LIMIT_MS);
    await this.rows.delete({ expiresAt: LessThanOrEqual(createdAt) });
    await this.rows.insert({ id: idOf(token), userId, createdAt, expiresAt });
    return token;
  }

  /** The user of a session that has not ended; asking keeps it alive. */
  async userOf(token: string): Promise<SessionUser | undefined> {
    const session = await this.rows.findOneBy({ id: idOf(token) });
    const now = this.clock.now();
    if (session === null || session.expiresAt <= now) return undefined;
    await this.slide(session, now);
    return this.users.sessionUser(session.userId);
  }

  async close(token: string): Promise<void> {
    await this.rows.delete({ id: idOf(token) });
  }

  /** Ends the user's other sessions: somebody else may have them. */
  async closeOthers(userId: string, token: string): Promise<void> {
    await this.rows.delete({ userId, id: Not(idOf(token)) });
  }

  private async slide(session: Session, now: Date): Promise<void> {
    const last = session.createdAt.getTime() + LIFETIME_MS;
    const end = Math.min(now.getTime() + IDLE_LIMIT_MS, last);
    if (end - session.expiresAt.getTime() < SLIDE_STEP_MS) return;
    await this.rows.update(session.id, { expiresAt: new Date(end) });
  }

  private get rows() {
    return this.database.getRepository(Session);
  }
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
