import type { Clock } from '@marcador/platform/clock.js';
import type { DncOccasion, DncProvider } from '@marcador/plugin-api';
import type { CallGate } from './call-gate.js';
import { withDeadline } from './deadline.js';
import { dncAsker } from './dnc-asker.js';
import { reasonOf, type Reason } from './reason.js';

/** Beyond the longest time-out that a connector may be configured with, so that its own reason is the one told. */
export const DNC_DEADLINE_MS = 6000;

/** May the number be dialled? Only `clear` says yes. */
export type DncVerdict = { readonly kind: 'clear' } | { readonly kind: 'listed' } | UnknownVerdict;

/** The service gave no clear answer, and why. */
export interface UnknownVerdict extends Reason {
  readonly kind: 'unknown';
}

/** A do-not-call service behind the host's guard. */
export interface GuardedDnc {
  /**
   * Asks about a number, E.164 digits. Never rejects: a service that is missing, throws, takes longer than 6 s or
   * answers anything but `{ listed: boolean }` makes the verdict `unknown`, with one sentence why; so does one that
   * failed so often that it is not asked at the moment. Where an instance keeps answers, a clear one may be an earlier one.
   */
  check(number: string, occasion?: DncOccasion): Promise<DncVerdict>;
  /**
   * The day that its list is of, `YYYY-MM-DD`. Never rejects: `undefined` when the service does not tell, or tells anything
   * that is not a day, within 6 s.
   */
  listDate(): Promise<string | undefined>;
}

/** Puts the guard around a do-not-call service. */
export function guardDnc(provider: DncProvider, gate: CallGate, clock: Clock): GuardedDnc {
  const ask = dncAsker(provider, (work) => gate.run(DNC_DEADLINE_MS, work));
  // The gate's deadline is that of a batch: it does not hold the wait for the batch before.
  const isListed: typeof ask =
    typeof provider.checkMany === 'function'
      ? (request) => withDeadline(clock, DNC_DEADLINE_MS, () => ask(request))
      : ask;
  return {
    async check(number, occasion = {}) {
      try {
        const listed = await isListed({ ...occasion, number });
        return { kind: listed ? 'listed' : 'clear' };
      } catch (error) {
        return { kind: 'unknown', ...reasonOf(error) };
      }
    },
    async listDate() {
      try {
        const told: unknown = await withDeadline(clock, DNC_DEADLINE_MS, async (signal) =>
          provider.listDate?.(signal),
        );
        return isDay(told) ? told : undefined;
      } catch {
        return undefined;
      }
    },
  };
}

function isDay(told: unknown): told is string {
  return typeof told === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(told) && !Number.isNaN(Date.parse(told));
}

/** Stands in for a service that is not in service. */
export function missingDnc(reason: Reason): GuardedDnc {
  return {
    check: () => Promise.resolve({ kind: 'unknown', ...reason }),
    listDate: () => Promise.resolve(undefined),
  };
}
