import type { BusyAgents, QueueObserver } from '@marcador/plugin-api';
import { busyWith, isFree, isLoggedOn, type Answer, type OsccEvent, type OsccUser } from './oscc-codec.js';

/**
 * The users of one watched queue, as far as they are known: a snapshot and the events after it. Events that come while
 * the snapshot is on its way are kept for it, because the two travel on different connections.
 */
export class QueueWatch {
  private state: 'unknown' | 'awaited' | 'known' = 'unknown';
  /** Counts the snapshots asked for: only the last one asked for counts. */
  private turn = 0;
  private users = new Map<string, OsccUser>();
  private snapshotSeq = 0;
  private early: OsccEvent[] = [];

  constructor(
    readonly queueId: string,
    private readonly observer: QueueObserver,
  ) {}

  /** The users are not known any more. */
  lose(reason: string | Error): void {
    this.state = 'unknown';
    this.early = [];
    this.observer.unreachable(reason);
  }

  /** A snapshot is being asked for, and whichever was asked for before does not count any more. */
  await(): number {
    this.state = 'awaited';
    this.early = [];
    return ++this.turn;
  }

  /** Whether it is still this snapshot that counts. */
  awaits(turn: number): boolean {
    return this.turn === turn;
  }

  take({ seq, users }: Answer<'MonitorUsers'>): void {
    this.users = new Map(users.map((user) => [user.userId, user]));
    this.snapshotSeq = seq;
    this.state = 'known';
    this.applyAll(this.early);
    this.early = [];
    this.report();
  }

  apply(events: readonly OsccEvent[]): void {
    if (this.state === 'awaited') this.early.push(...events);
    if (this.state === 'known' && this.applyAll(events)) this.report();
  }

  private applyAll(events: readonly OsccEvent[]): boolean {
    let touched = false;
    for (const { seq, user } of events) {
      const isMember = user.queueIds.includes(this.queueId);
      if (seq <= this.snapshotSeq || (!isMember && !this.users.has(user.userId))) continue;
      touched = true;
      if (isMember) this.users.set(user.userId, user);
      else this.users.delete(user.userId);
    }
    return touched;
  }

  private report(): void {
    const all = [...this.users.values()];
    const loggedOn = all.filter((user) => isLoggedOn(user, this.queueId));
    const busy = (what: keyof BusyAgents) => loggedOn.filter((user) => busyWith(user) === what).length;
    this.observer.update({
      free: all.filter((user) => isFree(user, this.queueId)).map(({ userId }) => userId),
      loggedOn: loggedOn.length,
      busy: { talking: busy('talking'), wrapUp: busy('wrapUp'), unavailable: busy('unavailable') },
    });
  }
}
