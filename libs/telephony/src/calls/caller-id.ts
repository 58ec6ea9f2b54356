import type { InviterOptions } from 'sip.js/lib/api/inviter-options.js';
import { URI } from 'sip.js/lib/grammar/uri.js';

/** Who a call says it is from. */
export interface CallerId {
  /** What the called person sees, as the network wants it: usually E.164 digits, with or without `+`. */
  readonly number?: string;
  readonly name?: string;
  /** Hides it from the called person: `Privacy: id` (RFC 3323); the network is still told. */
  readonly anonymous?: boolean;
}

/**
 * The From and P-Asserted-Identity (RFC 3325) of an INVITE. Without a number the port calls as itself.
 * @param port the SIP user of the dialer port
 */
export function callerOf(
  { number, name, anonymous = false }: CallerId,
  port: string,
  domain: string,
): Pick<InviterOptions, 'params' | 'extraHeaders'> {
  const uri = new URI('sip', number ?? port, domain);
  const display = name === undefined ? '' : quotable(name);
  const asserted = display === '' ? `<${uri.toString()}>` : `"${display}" <${uri.toString()}>`;
  if (anonymous)
    return {
      params: { fromUri: new URI('sip', 'anonymous', 'anonymous.invalid'), fromDisplayName: 'Anonymous' },
      extraHeaders: [`P-Asserted-Identity: ${asserted}`, 'Privacy: id'],
    };
  return {
    params: { fromUri: uri, fromDisplayName: display },
    extraHeaders: number === undefined ? [] : [`P-Asserted-Identity: ${asserted}`],
  };
}

/** sip.js quotes a display name, and escapes nothing in it. */
function quotable(name: string): string {
  return name.replace(/[\p{Cc}"\\]/gu, '').trim();
}
