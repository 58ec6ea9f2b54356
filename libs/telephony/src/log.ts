/**
 * Where the telephony writes what happens; pino's signature, so that a pino logger fits as it is. Fields are named
 * `number` when they hold a telephone number: the logger masks those at info and above.
 */
export interface TelephonyLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

/** Keeps nothing. */
export const silentLog: TelephonyLog = { debug: () => {}, info: () => {}, warn: () => {} };
