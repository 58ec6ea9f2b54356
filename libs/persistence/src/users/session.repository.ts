import { Injectable } from '@nestjs/common';
import { DataSource, LessThanOrEqual, MoreThan } from 'typeorm';
import { Session } from '../entities/session.entity.js';

/** Logins. Whoever has the token behind an id is that user: ids are hashes. */
@Injectable()
export class SessionRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Adds one for the user as it was when the login was decided; waits for whoever is changing it.
   * @returns false, and adds none, when the user has been changed or removed since
   */
  async add({ id, userId, createdAt, expiresAt }: Session, userVersion: number): Promise<boolean> {
    const added = await this.dataSource.query<unknown[]>(
      `INSERT INTO session (id, user_id, created_at, expires_at)
       SELECT $1, id, $3, $4 FROM dialer_user WHERE id = $2 AND version = $5 FOR SHARE
       RETURNING id`,
      [id, userId, createdAt, expiresAt, userVersion],
    );
    return added.length === 1;
  }

  /** The session, unless it has expired. */
  async find(id: string, now: Date): Promise<Session | undefined> {
    const session = await this.dataSource.manager.findOneBy(Session, { id, expiresAt: MoreThan(now) });
    return session ?? undefined;
  }

  /** Does nothing when there is none. */
  async remove(id: string): Promise<void> {
    await this.dataSource.manager.delete(Session, { id });
  }

  async removeOfUser(userId: string): Promise<void> {
    await this.dataSource.manager.delete(Session, { userId });
  }

  async removeExpired(now: Date): Promise<void> {
    await this.dataSource.manager.delete(Session, { expiresAt: LessThanOrEqual(now) });
  }
}
