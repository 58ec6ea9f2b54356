import type { LeadCountsView, LeadStatus } from '../../core/api/schema';
import type { Tone } from '../../shared/chip/chip';

/** The statuses in the order in which they are shown: from good to open. */
export const LEAD_STATUSES = [
  'SUCCESS',
  'AMD',
  'BUSY',
  'DECLINE',
  'FAILURE',
  'SERVICE_TEMPORARILY_UNAVAILABLE',
  'UNKNOWN',
  'DO_NOT_CALL',
  'NOT_CALLED',
] as const satisfies readonly LeadStatus[];

const TONES: Readonly<Record<LeadStatus, Tone>> = {
  SUCCESS: 'good',
  AMD: 'warn',
  BUSY: 'warn',
  DECLINE: 'warn',
  FAILURE: 'bad',
  SERVICE_TEMPORARILY_UNAVAILABLE: 'bad',
  UNKNOWN: 'bad',
  DO_NOT_CALL: 'info',
  NOT_CALLED: 'plain',
};

export function toneOf(status: LeadStatus): Tone {
  return TONES[status];
}

export function totalOf(leads: LeadCountsView): number {
  return LEAD_STATUSES.reduce((sum, status) => sum + leads[status], 0);
}
