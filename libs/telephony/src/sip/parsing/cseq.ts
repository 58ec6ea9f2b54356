const METHODS: ReadonlySet<string> = new Set([
  ...['INVITE', 'ACK', 'BYE', 'CANCEL', 'OPTIONS', 'REGISTER', 'PRACK', 'UPDATE'],
  ...['REFER', 'NOTIFY', 'SUBSCRIBE', 'PUBLISH', 'INFO', 'MESSAGE'],
]);

/** Whether the name of a method is one that the grammar takes as a whole: of `INVITEX` it would leave the X. */
export function isKnownMethod(name: string): boolean {
  return METHODS.has(name);
}

/** Parses the value of a CSeq header field (RFC 3261 §20.16). */
export function parseCSeq(text: string): { value: number; method: string } | undefined {
  const [, digits, method] = /^(\d{1,10})[ \t]+([A-Z]+)$/.exec(text) ?? [];
  return digits !== undefined && method !== undefined && isKnownMethod(method)
    ? { value: Number(digits), method }
    : undefined;
}
