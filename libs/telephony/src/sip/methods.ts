import { AllowedMethods } from 'sip.js/lib/core/user-agent-core/allowed-methods.js';

/** What a dialer port understands. It has no use for MESSAGE, and is neither registrar nor notifier. */
export const METHODS = [
  'ACK',
  'BYE',
  'CANCEL',
  'INFO',
  'INVITE',
  'NOTIFY',
  'OPTIONS',
  'PRACK',
  'REFER',
  'UPDATE',
] as const;

/** The Allow header field of our requests and responses (RFC 3261 §20.5). */
export const ALLOW = `Allow: ${METHODS.join(', ')}`;

/** Lets sip.js take our methods instead of its own list, which has no UPDATE: all others are answered with 405. */
export function allowMethods(): void {
  AllowedMethods.splice(0, AllowedMethods.length, ...METHODS);
}
