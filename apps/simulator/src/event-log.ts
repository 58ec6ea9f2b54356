import type { LoggedEvent, SimulatorEvent } from './events.js';

/** How many events are kept for readers; a log file has them all. */
const KEPT = 500_000;

/**
 * The truth about what happened, in the order in which it happened: whoever changes something appends it before
 * anybody is told.
 */
export class EventLog {
  private kept: LoggedEvent[] = [];
  private seq = 0;
  private readonly listeners = new Set<(event: LoggedEvent) => void>();

  /** @param now the wall clock's time in ms, best with a fraction */
  constructor(private readonly now: () => number = () => performance.timeOrigin + performance.now()) {}

  append(event: SimulatorEvent): void {
    const logged: LoggedEvent = { seq: ++this.seq, at: this.now(), ...event };
    this.kept.push(logged);
    if (this.kept.length >= 2 * KEPT) this.kept = this.kept.slice(-KEPT);
    for (const listener of this.listeners) listener(logged);
  }

  /** The events after that sequence number. `undefined` when some of them are no longer kept. */
  after(seq: number): readonly LoggedEvent[] | undefined {
    const first = this.seq - this.kept.length + 1;
    return seq + 1 < first ? undefined : this.kept.slice(Math.max(0, seq + 1 - first));
  }

  get lastSeq(): number {
    return this.seq;
  }

  /** @returns stops listening */
  subscribe(listener: (event: LoggedEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}
