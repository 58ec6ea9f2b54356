import type { Clock } from '@marcador/platform/clock.js';
import type { FeedFaults } from './feed-faults.js';

/** An event with its number in the feed. */
export type Numbered<T> = T & { readonly seq: number };

/** What a reader gets: all events after the one it named, and the number of the last one made. */
export interface FeedPage<T> {
  readonly events: readonly Numbered<T>[];
  readonly lastSeq: number;
}

interface Held<T> {
  readonly afterSeq: number;
  settle(page: FeedPage<T> | undefined): void;
}

const KEPT = 2000;

/**
 * A numbered sequence of events read by long poll, as both contracts (OSCC, Voice Portal) define it: numbers begin at
 * 1 and are never skipped; a reader without news is held. Faults in force make it lie as those contracts say.
 */
export class EventFeed<T extends object> {
  private events: Numbered<T>[] = [];
  private withheld: Numbered<T> | undefined;
  private seq = 0;
  private readonly held = new Set<Held<T>>();

  constructor(
    private readonly clock: Clock,
    private readonly faults: FeedFaults,
  ) {}

  /** The number of the last event. */
  get lastSeq(): number {
    return this.seq;
  }

  append(event: T): void {
    const numbered = { ...event, seq: ++this.seq };
    if (this.faults.take('lost')) return;
    if (this.faults.take('reordered') && this.withheld === undefined) {
      this.withheld = numbered;
      return;
    }
    const late = this.withheld;
    this.withheld = undefined;
    const copies = this.faults.take('duplicated') ? [numbered, numbered] : [numbered];
    this.events.push(...copies, ...(late === undefined ? [] : [late]));
    if (this.events.length > 2 * KEPT) this.events = this.events.slice(-KEPT);
    for (const reader of [...this.held]) reader.settle(this.page(reader.afterSeq));
  }

  /**
   * Reads on after that event. Without news it waits for some, at most `timeoutMs`. Resolves with `undefined` when the
   * feed ends meanwhile or `signal` says that nobody waits any more.
   */
  read(afterSeq: number, timeoutMs: number, signal: AbortSignal): Promise<FeedPage<T> | undefined> {
    const page = this.page(afterSeq);
    // A number from the future means another life of the feed: the reader is to see that at once.
    if (page.events.length > 0 || timeoutMs === 0 || afterSeq > this.seq) return Promise.resolve(page);
    return new Promise((resolve) => {
      const reader: Held<T> = {
        afterSeq,
        settle: (answer) => {
          timer.cancel();
          this.held.delete(reader);
          signal.removeEventListener('abort', abort);
          resolve(answer);
        },
      };
      const abort = () => reader.settle(undefined);
      const timer = this.clock.setTimer(timeoutMs, () => reader.settle(this.page(afterSeq)));
      this.held.add(reader);
      signal.addEventListener('abort', abort);
    });
  }

  /** Ends the feed for all who wait. */
  end(): void {
    for (const reader of [...this.held]) reader.settle(undefined);
  }

  private page(afterSeq: number): FeedPage<T> {
    const from = this.events.findIndex((event) => event.seq > afterSeq);
    const news = from < 0 ? [] : this.events.slice(from).filter((event) => event.seq > afterSeq);
    return { events: news, lastSeq: this.seq };
  }
}
