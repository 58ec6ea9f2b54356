/** The values of header fields by their names in lower case; compact forms are written out (RFC 3261 §7.3.3). */
export type HeaderFields = ReadonlyMap<string, readonly string[]>;

const COMPACT: ReadonlyMap<string, string> = new Map([
  ['i', 'call-id'],
  ['m', 'contact'],
  ['e', 'content-encoding'],
  ['l', 'content-length'],
  ['c', 'content-type'],
  ['f', 'from'],
  ['s', 'subject'],
  ['k', 'supported'],
  ['t', 'to'],
  ['v', 'via'],
]);

/** Reads the header fields of a message without understanding them; folded lines are one (RFC 3261 §7.3.1). */
export function headerFields(text: string): HeaderFields {
  const headEnd = text.indexOf('\r\n\r\n');
  const head = headEnd === -1 ? text : text.slice(0, headEnd);
  const fields = new Map<string, string[]>();
  for (const line of head.split(/\r\n(?![ \t])/).slice(1)) {
    const colon = line.indexOf(':');
    if (colon === -1) continue;
    const written = line.slice(0, colon).trim().toLowerCase();
    const name = COMPACT.get(written) ?? written;
    const values = fields.get(name);
    const value = line.slice(colon + 1).trim();
    if (values === undefined) fields.set(name, [value]);
    else values.push(value);
  }
  return fields;
}
