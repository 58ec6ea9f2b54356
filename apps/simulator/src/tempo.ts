import type { Clock } from '@marcador/platform/clock.js';

/** A span of time, ms, both ends included. */
export interface Range {
  readonly min: number;
  readonly max: number;
}

/** The clock seen by people, agents and IVR: their delays shrink by a factor, so that a demonstration is quick. */
export function scaledClock(clock: Clock, factor: number): Clock {
  return {
    now: () => clock.now(),
    setTimer: (delayMs, callback) => clock.setTimer(delayMs * factor, callback),
  };
}

/** A value of the range that depends on the key alone, so that a run can be repeated. */
export function spread(range: Range, key: string): number {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return range.min + (((hash >>> 0) % 1009) / 1008) * (range.max - range.min);
}
