import { addressOf } from '../../../core/api/address';
import type { Answerer, LeadStatus, MachineKind } from '../../../core/api/schema';
import { dayOf, isoDay } from '../../../shared/dates/calendar-day';
import type { Filters } from '../../../shared/list/list-choices';
import { LEAD_STATUSES } from '../lead-counts';

/** By what machines are known, the frequent ones first. */
export const MACHINE_KINDS = [
  'greeting',
  'beep',
  'silence',
  'fax',
  'intercept',
] as const satisfies readonly MachineKind[];

/** Who answered, as far as calls are looked for by it. */
export const ANSWERED_BY = [...MACHINE_KINDS, 'undecided'] as const;

export type AnsweredBy = (typeof ANSWERED_BY)[number];

export const RECORD_FILTERS = ['result', 'answeredBy', 'phone', 'from', 'until'] as const;

/** Which records are wanted. */
export interface RecordFilter {
  readonly result: LeadStatus | null;
  readonly answeredBy: AnsweredBy | null;
  /** Digits, or nothing. */
  readonly phone: string;
  /** The first day, local. */
  readonly from: Date | null;
  /** The last day, local, which is included. */
  readonly until: Date | null;
}

export interface RecordQuery {
  readonly campaignId?: string;
  readonly result?: LeadStatus;
  readonly amdMachine?: MachineKind;
  readonly amdAnsweredBy?: Answerer;
  readonly phone?: string;
  readonly from?: string;
  readonly until?: string;
}

/** The filter out of an address; what nobody could have chosen is left out. */
export function recordFilter({ result, answeredBy, phone = '', from, until }: Filters): RecordFilter {
  return {
    result: LEAD_STATUSES.find((status) => status === result) ?? null,
    answeredBy: ANSWERED_BY.find((each) => each === answeredBy) ?? null,
    phone: isNumber(phone) ? phone : '',
    from: dayOrNull(from),
    until: dayOrNull(until),
  };
}

/** The filter as it stands in an address. */
export function filterWords({ result, answeredBy, phone, from, until }: RecordFilter) {
  return {
    result: result ?? undefined,
    answeredBy: answeredBy ?? undefined,
    phone,
    from: from === null ? undefined : isoDay(from),
    until: until === null ? undefined : isoDay(until),
  };
}

/** Whether these are the digits of a whole number. */
export function isNumber(digits: string): boolean {
  return /^\d{7,15}$/.test(digits);
}

/** The filter as the API takes it: days become the instants between which they lie. */
export function recordQuery(
  { result, answeredBy, phone, from, until }: RecordFilter,
  campaignId: string | undefined,
): RecordQuery {
  return {
    ...(campaignId !== undefined && { campaignId }),
    ...(result !== null && { result }),
    ...(answeredBy === 'undecided'
      ? { amdAnsweredBy: 'UNDECIDED' as const }
      : answeredBy !== null && { amdMachine: answeredBy }),
    ...(phone !== '' && { phone }),
    ...(from !== null && { from: from.toISOString() }),
    ...(until !== null && {
      until: new Date(until.getFullYear(), until.getMonth(), until.getDate() + 1).toISOString(),
    }),
  };
}

/** Where the browser downloads the same records as a CSV. */
export function exportAddress(query: RecordQuery): string {
  return addressOf('/api/v1/call-records/export', {}, { ...query });
}

function dayOrNull(text = ''): Date | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const day = dayOf(text);
  return isoDay(day) === text ? day : null;
}
