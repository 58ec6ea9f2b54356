import { randomUUID } from 'node:crypto';
import type { Clock } from '@marcador/platform/clock.js';
import type { EventLog } from '../event-log.js';
import { FeedFaults } from '../feed/feed-faults.js';
import { ApiError } from '../http/api-error.js';
import type { ContactCenter } from './contact-center.js';
import { OsccSession } from './oscc-session.js';

/** Who may log on, and how often a session wants to hear from its application. */
export interface OsccAccess {
  readonly user: string;
  readonly password: string;
  readonly tenant: string;
  readonly keepAliveSeconds: number;
}

interface Application {
  readonly name: string;
  session?: OsccSession;
}

/** The registered applications and their sessions: at most one of a name, and one session each. */
export class OsccApplications {
  readonly faults = new FeedFaults();
  /** How many of the next logons are refused as duplicates. */
  duplicateLogons = 0;
  private readonly applications = new Map<string, Application>();

  constructor(
    private readonly center: ContactCenter,
    private readonly access: OsccAccess,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {}

  register(name: string): string {
    for (const [id, application] of this.applications) if (application.name === name) this.unregister(id);
    const id = randomUUID();
    this.applications.set(id, { name });
    return id;
  }

  unregister(applicationId: string): void {
    this.application(applicationId).session?.end();
    this.applications.delete(applicationId);
  }

  logon(applicationId: string, given: Pick<OsccAccess, 'user' | 'password' | 'tenant'>): OsccSession {
    const application = this.application(applicationId);
    const { user, password, tenant, keepAliveSeconds } = this.access;
    if (given.user !== user || given.password !== password || given.tenant !== tenant) {
      throw new ApiError(401, 'INVALID_CREDENTIALS', 'User, password or tenant is wrong.');
    }
    if (this.duplicateLogons > 0) {
      this.duplicateLogons--;
      throw new ApiError(409, 'DUPLICATE_LOGON', 'The user is logged on elsewhere.');
    }
    application.session?.end();
    const session = new OsccSession(
      randomUUID(),
      this.center,
      this.clock,
      keepAliveSeconds * 1000,
      this.faults,
      () => {
        this.log.append({ type: 'oscc-session-ended', sessionId: session.id });
        delete application.session;
      },
    );
    application.session = session;
    this.log.append({ type: 'oscc-logon', applicationId, sessionId: session.id });
    return session;
  }

  session(applicationId: string, sessionId: string): OsccSession {
    const { session } = this.application(applicationId);
    if (session?.id !== sessionId) throw sessionExpired();
    return session;
  }

  /** Ends all sessions as if no KeepAlive had come; the applications stay. */
  expireSessions(): void {
    for (const application of this.applications.values()) application.session?.end();
  }

  /** Forgets everything, as a restarted server does. */
  forget(): void {
    this.expireSessions();
    this.applications.clear();
  }

  private application(applicationId: string): Application {
    const application = this.applications.get(applicationId);
    if (application === undefined) {
      throw new ApiError(404, 'UNKNOWN_APPLICATION', 'No such application: register it first.');
    }
    return application;
  }
}

export function sessionExpired(): ApiError {
  return new ApiError(401, 'SESSION_EXPIRED', 'The session has ended: log on again.');
}
