import { message } from '@marcador/messages/message.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { DncProvider } from '@marcador/plugin-api';
import { withDeadline } from './deadline.js';
import { because, reasonOf, type Reason } from './reason.js';

/** Beyond the longest time-out that a connector may be configured with, so that its own reason is the one told. */
const DEADLINE_MS = 6000;

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
   * answers anything but `{ listed: boolean }` makes the verdict `unknown`, with one sentence why.
   */
  check(number: string): Promise<DncVerdict>;
}

/** Puts the guard around a do-not-call service. */
export function guardDnc(provider: DncProvider, clock: Clock): GuardedDnc {
  return {
    async check(number) {
      try {
        return verdictOf(
          await withDeadline(clock, DEADLINE_MS, async (signal) => provider.check(number, { signal })),
        );
      } catch (error) {
        return { kind: 'unknown', ...reasonOf(error) };
      }
    },
  };
}

/** Stands in for a service that is not in service. */
export function missingDnc(reason: Reason): GuardedDnc {
  return { check: () => Promise.resolve({ kind: 'unknown', ...reason }) };
}

function verdictOf(answer: unknown): DncVerdict {
  const listed = (answer as { listed?: unknown } | null | undefined)?.listed;
  if (typeof listed !== 'boolean') {
    return { kind: 'unknown', ...because(message('not-dnc-answer')) };
  }
  return { kind: listed ? 'listed' : 'clear' };
}
