import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';

/** What Reason header fields say of the telephone network (RFC 3326, RFC 8606). */
export interface Q850Reason {
  /** Q.850 cause value, 1–127. */
  readonly q850Cause?: number;
  /** Where the cause arose, lower case: `user`, `ln`, `transit` … */
  readonly location?: string;
}

/** Reads the Q.850 reason of a message; empty when it has none. Reasons of other protocols are skipped. */
export function q850ReasonOf(message: IncomingMessage): Q850Reason {
  return q850ReasonIn(message.getHeaders('reason'));
}

/** The same of the values of its Reason header fields. */
export function q850ReasonIn(values: readonly string[]): Q850Reason {
  for (const value of values.flatMap(splitAtCommas)) {
    const [protocol, ...parameters] = value.split(';');
    if (protocol?.trim().toUpperCase() !== 'Q.850') continue;
    const cause = Number(valueOf(parameters, 'cause'));
    if (!Number.isInteger(cause) || cause < 1 || cause > 127) continue;
    const location = valueOf(parameters, 'location')?.toLowerCase();
    return { q850Cause: cause, ...(location === undefined ? {} : { location }) };
  }
  return {};
}

function valueOf(parameters: readonly string[], name: string): string | undefined {
  for (const parameter of parameters) {
    const [key, value] = parameter.split('=', 2);
    if (key?.trim().toLowerCase() === name) return value?.trim().replace(/^"|"$/g, '');
  }
  return undefined;
}

/** At those outside of quoted strings. Without a regular expression: an endless quote would take it quadratic time. */
function splitAtCommas(value: string): string[] {
  const parts: string[] = [];
  let start = 0;
  let quoted = false;
  for (let i = 0; i < value.length; i++) {
    if (quoted && value[i] === '\\') i++;
    else if (value[i] === '"') quoted = !quoted;
    else if (value[i] === ',' && !quoted) {
      parts.push(value.slice(start, i));
      start = i + 1;
    }
  }
  return [...parts, value.slice(start)];
}
