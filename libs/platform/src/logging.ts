import { pino, stdSerializers, type DestinationStream, type Logger } from 'pino';
import { redact } from './redaction.js';

/** How much is logged. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** The service's log: `log.info({ campaignId }, 'Campaign started.')`. */
export type Log = Logger;

const INFO = 30;

/**
 * Makes the service's log: one line of JSON per entry, with ISO time and the level's name.
 *
 * Guaranteed: secrets are never written, whatever the level, as long as they are in a field that is named like one;
 * phone numbers are masked at info and above, and in a child logger's fields at every level. Not guaranteed: that a
 * phone number spelled with letters or blanks inside a sentence is recognised.
 *
 * @param destination where lines go; standard error by default, so that standard output is left for what a person or
 *   a program is waiting for
 */
export function createLog(level: LogLevel, destination: DestinationStream = standardError()): Log {
  const log = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      // The replacement in logMethod needs the error as it is; pino's own serializer would run after it.
      serializers: { err: (value: unknown) => value },
      formatters: {
        level: (label) => ({ level: label }),
      },
      hooks: {
        logMethod(parameters, method, methodLevel) {
          const options = { numbers: methodLevel >= INFO };
          const redacted = (parameters as unknown[]).map((each) => redact(withPlainError(each), options));
          method.apply(this, redacted as Parameters<typeof method>);
        },
      },
    },
    destination,
  );
  return withMaskedChildren(log);
}

/** A child's fields are written once, when it is made, and do not pass logMethod. */
function withMaskedChildren(log: Log): Log {
  const original = Object.getPrototypeOf(log) as Log;
  log.child = function (this: Log, bindings: object, ...options: []) {
    return original.child.call(this, redact(bindings, { numbers: true }) as object, ...options);
  } as Log['child'];
  return log;
}

/** Where the log of a service goes, line by line, before anything else can be lost. */
export function standardError(): DestinationStream {
  return pino.destination({ dest: 2, sync: true });
}

/** Sends each line to both. */
export function both(first: DestinationStream, second: DestinationStream): DestinationStream {
  return {
    write(line) {
      first.write(line);
      second.write(line);
    },
  };
}

/** An error that is logged by itself, in place of the fields. */
function withPlainError(parameter: unknown): unknown {
  return parameter instanceof Error ? { err: stdSerializers.err(parameter) } : parameter;
}
