import type { PortView } from '../../../core/api/schema';
import type { Tone } from '../../../shared/chip/chip';

export const TONES: Readonly<Record<PortView['registration'], Tone>> = {
  registered: 'good',
  registering: 'info',
  failed: 'bad',
};

/** What is wrong comes first. */
export const RANKS: Readonly<Record<PortView['registration'], number>> = {
  failed: 0,
  registering: 1,
  registered: 2,
};

/** Key of what to do about a registration that failed (RFC 3261 §21). */
export function adviceFor({ registration, sipCode }: PortView): string | undefined {
  if (registration !== 'failed') return undefined;
  if (sipCode === undefined) return 'system.advice.silent';
  if ([401, 403, 407].includes(sipCode)) return 'system.advice.refused';
  if ([404, 410, 604].includes(sipCode)) return 'system.advice.unknown';
  return sipCode >= 500 && sipCode < 600 ? 'system.advice.registrar' : 'system.advice.other';
}
