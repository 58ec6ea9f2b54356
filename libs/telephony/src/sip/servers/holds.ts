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

interface Released {
  readonly at: number;
  readonly holdMs: number;
}

interface Entry {
  readonly hop: Hop;
  readonly reason: HoldReason;
  readonly until: Date;
  readonly holdMs: number;
  readonly timer: Timer;
  isRunning: boolean;
}

/**
 * The servers that are left alone for a while, each until it answers a probe after its time; longer each time it does
 * not, or fails again soon after: one that answers probes only must not take the trunk back and forth.
 */
export class Holds {
  private readonly entries = new Map<string, Entry>();
  private readonly released = new Map<string, Released>();

  constructor(private readonly deps: HoldsDeps) {}

  of(key: string): Hold | undefined {
    return this.entries.get(key);
  }

  /**
   * @param holdMs how long; by default 30 s, doubled each time the server was not back by then, or not for as long
   * @returns until when
   */
  hold(key: string, hop: Hop, reason: HoldReason, holdMs?: number): Date {
    const now = this.deps.clock.now().getTime();
    const last = this.entries.get(key);
    last?.timer.cancel();
    const lastMs = last?.holdMs ?? this.lastHoldMs(key, now);
    const backOff = lastMs === undefined ? FIRST_HOLD_MS : Math.min(lastMs * 2, LONGEST_HOLD_MS);
    const ms = holdMs ?? backOff;
    const until = new Date(now + ms);
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
    this.released.set(key, { at: this.deps.clock.now().getTime(), holdMs: entry.holdMs });
    this.deps.onChange();
  }

  close(): void {
    for (const { timer } of this.entries.values()) timer.cancel();
    this.entries.clear();
    this.released.clear();
  }

  /** How long it was left alone the last time, where it has not worked for as long since. */
  private lastHoldMs(key: string, now: number): number | undefined {
    const last = this.released.get(key);
    this.released.delete(key);
    return last !== undefined && now - last.at < last.holdMs ? last.holdMs : undefined;
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
