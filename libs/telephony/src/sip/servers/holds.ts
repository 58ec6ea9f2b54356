import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Hop } from '../transport/hop.js';
import type { HoldReason } from './server-state.js';

export interface Hold {
  readonly reason: HoldReason;
  /** When the server is asked again. */
  readonly until: Date;
  /** Whether that time has not come. */
  readonly isRunning: boolean;
}

export interface HoldsDeps {
  readonly clock: Clock;
  /** Resolves when the server answers again as it should. */
  readonly probe: (hop: Hop) => Promise<void>;
  /** A server is held back or released now. */
  readonly onChange: () => void;
}

const FIRST_HOLD_MS = 30_000;
const LONGEST_HOLD_MS = 5 * 60_000;

interface Entry {
  readonly hop: Hop;
  readonly reason: HoldReason;
  readonly until: Date;
  readonly holdMs: number;
  readonly timer: Timer;
  isRunning: boolean;
}

/** The servers that are left alone for a while, each until it answers a probe after its time; longer each time it does not. */
export class Holds {
  private readonly entries = new Map<string, Entry>();

  constructor(private readonly deps: HoldsDeps) {}

  of(key: string): Hold | undefined {
    return this.entries.get(key);
  }

  /**
   * @param holdMs how long; by default 30 s, doubled each time the server was not back by then
   * @returns until when
   */
  hold(key: string, hop: Hop, reason: HoldReason, holdMs?: number): Date {
    const last = this.entries.get(key);
    last?.timer.cancel();
    const backOff = last === undefined ? FIRST_HOLD_MS : Math.min(last.holdMs * 2, LONGEST_HOLD_MS);
    const ms = holdMs ?? backOff;
    const until = new Date(this.deps.clock.now().getTime() + ms);
    const timer = this.deps.clock.setTimer(ms, () => void this.probe(key));
    this.entries.set(key, {
      hop,
      reason,
      until,
      holdMs: Math.max(ms, FIRST_HOLD_MS),
      timer,
      isRunning: true,
    });
    this.deps.onChange();
    return until;
  }

  release(key: string): void {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    entry.timer.cancel();
    this.entries.delete(key);
    this.deps.onChange();
  }

  close(): void {
    for (const { timer } of this.entries.values()) timer.cancel();
    this.entries.clear();
  }

  private async probe(key: string): Promise<void> {
    const entry = this.entries.get(key);
    if (entry === undefined) return;
    entry.isRunning = false;
    try {
      await this.deps.probe(entry.hop);
      if (this.entries.get(key) === entry) this.release(key);
    } catch {
      if (this.entries.get(key) === entry) this.hold(key, entry.hop, entry.reason);
    }
  }
}
