import { TOKEN } from './characters.js';
import type { Reader } from './reader.js';

/** The parameters of a header field by their names in lower case; those without a value are `undefined`. */
export type Parameters = Record<string, string | undefined>;

/**
 * Takes a parameter that its header field gives a meaning to.
 * @returns `undefined` to store it as any other, `false` when only the grammar can tell
 */
export type TakeParameter = (name: string, value: string | undefined) => true | false | undefined;

/**
 * Reads `;name=value` as often as it comes; what stands behind is left (RFC 3261 §25.1, generic-param).
 * @returns `undefined` when there is something that only the grammar takes
 */
export function readParameters(reader: Reader, take?: TakeParameter): Parameters | undefined {
  const parameters: Parameters = {};
  for (;;) {
    const end = reader.at;
    reader.skipSpace();
    if (!reader.take(';')) {
      reader.at = end;
      return parameters;
    }
    reader.skipSpace();
    const name = reader.run(TOKEN).toLowerCase();
    if (name === '' || name === '__proto__') return undefined;
    const value = readValue(reader);
    if (value === null) return undefined;
    const taken = take?.(name, value);
    if (taken === false) return undefined;
    if (taken === undefined) parameters[name] = value;
  }
}

/** @returns the value, `undefined` where there is none, `null` where it is for the grammar to read */
function readValue(reader: Reader): string | undefined | null {
  const end = reader.at;
  reader.skipSpace();
  if (!reader.take('=')) {
    reader.at = end;
    return undefined;
  }
  reader.skipSpace();
  const value = reader.quoted() ?? reader.run(TOKEN);
  return value === '' ? null : value;
}
