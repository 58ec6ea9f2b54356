import { computed, inject, Injectable, signal } from '@angular/core';
import { firstValueFrom } from 'rxjs';
import { Api } from '../api/api';
import { Problem } from '../api/problem';
import type { SessionView } from '../api/schema';

/** Something a user may be allowed to do. */
export type Action = SessionView['permissions'][number];

/** Who is logged in, and what they may do. The server holds the rules; the UI shows what is left. */
@Injectable({ providedIn: 'root' })
export class Session {
  private readonly api = inject(Api);
  private readonly current = signal<SessionView | undefined>(undefined);
  private asked: Promise<SessionView | undefined> | undefined;

  readonly user = this.current.asReadonly();
  readonly permissions = computed<ReadonlySet<Action>>(() => new Set(this.current()?.permissions));

  can(action: Action): boolean {
    return this.permissions().has(action);
  }

  /** Asks the server already, so that the first page need not wait as long. */
  begin(): void {
    this.asked = this.ask();
    // Whoever wants to know is told.
    this.asked.catch(() => undefined);
  }

  /** Who is logged in; asks the server once. `undefined`: nobody. @throws Problem when the server cannot tell */
  async known(): Promise<SessionView | undefined> {
    if (this.current() !== undefined) return this.current();
    this.asked ??= this.ask();
    try {
      return await this.asked;
    } finally {
      this.asked = undefined;
    }
  }

  /** @throws Problem */
  async logIn(userName: string, password: string): Promise<SessionView> {
    const user = await firstValueFrom(
      this.api.anonymously<'/api/v1/session', 'post'>('post', '/api/v1/session', {
        body: { userName, password },
      }),
    );
    this.current.set(user);
    return user;
  }

  /** @throws Problem */
  async logOut(): Promise<void> {
    await firstValueFrom(this.api.anonymously('delete', '/api/v1/session')).catch((error: unknown) => {
      // A session that has ended already is what was wanted.
      if (!(error instanceof Problem) || error.status !== 401) throw error;
    });
    this.current.set(undefined);
  }

  /** @throws Problem */
  async changePassword(currentPassword: string, newPassword: string): Promise<void> {
    await firstValueFrom(
      this.api.put('/api/v1/session/password', { body: { currentPassword, newPassword } }),
    );
    await this.ask();
  }

  /** Asks anew who is logged in. @throws Problem when the server cannot tell */
  async ask(): Promise<SessionView | undefined> {
    try {
      const user = await firstValueFrom(
        this.api.anonymously<'/api/v1/session', 'get'>('get', '/api/v1/session'),
      );
      this.current.set(user);
    } catch (error) {
      if (!(error instanceof Problem) || error.status !== 401) throw error;
      this.current.set(undefined);
    }
    return this.current();
  }
}
