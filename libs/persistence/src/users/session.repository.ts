import { Injectable } from '@nestjs/common';
import { DataSource, LessThanOrEqual, MoreThan } from 'typeorm';
import { Session } from '../entities/session.entity.js';

/** Logins. Whoever has the token behind an id is that user: ids are hashes. */
@Injectable()
export class SessionRepository {
  constructor(private readonly dataSource: DataSource) {}

  async add(session: Session): Promise<void> {
    await this.dataSource.manager.insert(Session, session);
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
