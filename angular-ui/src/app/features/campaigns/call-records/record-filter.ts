import { addressOf } from '../../../core/api/address';
import type { LeadStatus, MachineKind } from '../../../core/api/schema';
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

export const RECORD_FILTERS = ['result', 'machine', 'phone', 'from', 'until'] as const;

/** Which records are wanted. */
export interface RecordFilter {
  readonly result: LeadStatus | null;
  readonly machine: MachineKind | null;
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
  readonly phone?: string;
  readonly from?: string;
  readonly until?: string;
}

/** The filter out of an address; what nobody could have chosen is left out. */
export function recordFilter({ result, machine, phone = '', from, until }: Filters): RecordFilter {
  return {
    result: LEAD_STATUSES.find((status) => status === result) ?? null,
    machine: MACHINE_KINDS.find((kind) => kind === machine) ?? null,
    phone: isNumber(phone) ? phone : '',
    from: dayOrNull(from),
    until: dayOrNull(until),
  };
}

/** The filter as it stands in an address. */
export function filterWords({ result, machine, phone, from, until }: RecordFilter) {
  return {
    result: result ?? undefined,
    machine: machine ?? undefined,
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
  { result, machine, phone, from, until }: RecordFilter,
  campaignId: string | undefined,
): RecordQuery {
  return {
    ...(campaignId !== undefined && { campaignId }),
    ...(result !== null && { result }),
    ...(machine !== null && { amdMachine: machine }),
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
