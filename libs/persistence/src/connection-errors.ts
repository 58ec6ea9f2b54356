import { DatabaseError } from './database.error.js';

const REMEDY = 'check DATABASE_URL and that the server runs';

/** SQLSTATE codes and system errors of a failed connection, in words. */
const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there',
  ENOTFOUND: 'the host name is unknown',
  EAI_AGAIN: 'the host name cannot be resolved',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'it does not answer',
  ECONNRESET: 'it hung up; perhaps it is no PostgreSQL server',
  '28P01': 'it refused the user name or password',
  '28000': 'it refused the user',
  '3D000': 'it has no such database',
  '53300': 'it has too many connections',
  '57P03': 'it is starting up or shutting down',
  '42501': 'the user lacks the right to make tables',
};

/** One sentence for a connection that failed. The password in the address is never shown. */
export function unusable(error: unknown, url: string): DatabaseError {
  const { code, message } = error as { code?: string; message?: string };
  const reason =
    (code === undefined ? undefined : REASONS[code]) ??
    // The driver's own time-outs have no code.
    (/time-?out/i.test(message ?? '') ? REASONS['ETIMEDOUT'] : message) ??
    String(error);
  return new DatabaseError(`The database at ${withoutSecrets(url)} cannot be used (${reason}): ${REMEDY}.`, {
    cause: error,
  });
}

function withoutSecrets(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}:${port || '5432'}${pathname}`;
  } catch {
    return 'an address that is not of the form postgres://user:password@host:port/database';
  }
}
