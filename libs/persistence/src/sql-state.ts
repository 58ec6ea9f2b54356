/** SQLSTATE codes (PostgreSQL documentation, appendix A) that the repositories give a meaning. */
export const SQL_STATE = {
  uniqueViolation: '23505',
  foreignKeyViolation: '23503',
  deadlock: '40P01',
  serializationFailure: '40001',
  queryCancelled: '57014',
} as const;

/** The SQLSTATE of a failed query; `undefined` when the server did not answer it. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

/** Does it, and gives the failure another name when it has that SQLSTATE. */
export async function renaming<T>(state: string, error: () => Error, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw sqlStateOf(cause) === state ? error() : cause;
  }
}
