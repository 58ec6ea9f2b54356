/** What is wrong with one field of a request. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
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
    /** The server's English sentence. */
    message: string,
    readonly fields: readonly FieldProblem[] = [],
    /** Values that a translation of the code may use. */
    readonly params: Readonly<Record<string, unknown>> = {},
    readonly stale?: Stale,
  ) {
    super(message);
  }

  get isOffline(): boolean {
    return this.status === 0;
  }
}

/** Reads whatever a failed request brought. */
export function problemOf(
  status: number,
  body: unknown,
  params: Readonly<Record<string, unknown>> = {},
): Problem {
  if (status === 0) return new Problem(0, 'offline', 'The service cannot be reached.');
  if (!isRecord(body) || typeof body['code'] !== 'string')
    return new Problem(status, 'unexpected-answer', `The service answered with status ${status}.`);
  const { code, message, details, currentVersion: version } = body;
  const sentence = typeof message === 'string' ? message : code;
  const stale = typeof version === 'number' ? { version, differences: differencesIn(details) } : undefined;
  return new Problem(status, code, sentence, fieldsOf(details), params, stale);
}

function fieldsOf(details: unknown): FieldProblem[] {
  if (!Array.isArray(details)) return [];
  return details.flatMap((detail: unknown) =>
    isRecord(detail) && typeof detail['field'] === 'string' && typeof detail['message'] === 'string'
      ? [{ field: detail['field'], message: detail['message'] }]
      : [],
  );
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
