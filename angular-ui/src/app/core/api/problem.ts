import type { Said } from '../i18n/server-words';

/** What is wrong with one field of a request. */
export interface FieldProblem {
  readonly field: string;
  readonly said: Said;
}

/** A field that somebody else has saved otherwise meanwhile. */
interface Difference {
  readonly field: string;
  readonly yours: unknown;
  readonly current: unknown;
}

/** The object was changed meanwhile: what it is now, and where that differs from what was sent. */
export interface Stale {
  readonly version: number;
  readonly differences: readonly Difference[];
}

/** Why a request was not answered as wished. */
export class Problem extends Error {
  /** @param status 0: there was no answer */
  constructor(
    readonly status: number,
    /** For programs; stable. */
    readonly code: string,
    /** What the service says about it; nothing where something else answered, or nobody. */
    readonly said?: Said,
    readonly fields: readonly FieldProblem[] = [],
    readonly stale?: Stale,
  ) {
    super(said?.text ?? code);
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

/** Reads whatever a failed request brought. */
export function problemOf(status: number, body: unknown): Problem {
  if (status === 0) return new Problem(0, 'offline');
  if (!isRecord(body) || typeof body['code'] !== 'string') return new Problem(status, 'unexpected-answer');
  const { code, message, reason, params, details, currentVersion: version } = body;
  const stale = typeof version === 'number' ? { version, differences: differencesIn(details) } : undefined;
  return new Problem(status, code, saidIn(message ?? code, reason, params), fieldsOf(details), stale);
}

function fieldsOf(details: unknown): FieldProblem[] {
  if (!Array.isArray(details)) return [];
  return details.flatMap((detail: unknown) =>
    isRecord(detail) && typeof detail['field'] === 'string' && typeof detail['message'] === 'string'
      ? [{ field: detail['field'], said: saidIn(detail['message'], detail['code'], detail['params']) }]
      : [],
  );
}

function saidIn(text: unknown, code: unknown, params: unknown): Said {
  return {
    text: String(text),
    code: typeof code === 'string' ? code : undefined,
    params: isRecord(params) ? (params as Said['params']) : undefined,
  };
}

function differencesIn(details: unknown): Difference[] {
  if (!Array.isArray(details)) return [];
  return details.flatMap((detail: unknown) =>
    isRecord(detail) && typeof detail['field'] === 'string' && 'yours' in detail
      ? [{ field: detail['field'], yours: detail['yours'], current: detail['current'] }]
      : [],
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
