/** What the simulator needs of a SIP URI. */
export interface SipUri {
  readonly user: string;
  readonly host: string;
  readonly port: number | undefined;
}

const URI = /^(?:sips?|tel):(?:([^@;?]*)@)?(\[[^\]]+\]|[^:;?>]*)(?::(\d+))?/i;

/** The URI in a name-addr (`"Ana" <sip:200@host>;tag=x`) or an addr-spec, as text. */
export function addressOf(value: string): string {
  const bracket = /<([^>]*)>/.exec(value);
  return bracket?.[1] ?? value.split(';')[0]?.trim() ?? '';
}

/** Takes a `sip:`, `sips:` or `tel:` URI apart; a telephone number is the user. */
export function parseUri(text: string): SipUri | undefined {
  const match = URI.exec(text);
  if (match === null) return undefined;
  const [, user, host = '', port] = match;
  if (/^tel:/i.test(text)) return { user: host, host: '', port: undefined };
  const name = (user ?? '').split(':')[0] ?? '';
  return { user: decodeUser(name), host, port: port === undefined ? undefined : Number(port) };
}

/** A telephone number as E.164 digits, whatever visual separators and plus sign it is dialled with. */
export function numberOf(uri: SipUri): string {
  return uri.user.replace(/[^0-9]/g, '');
}

function decodeUser(user: string): string {
  try {
    return decodeURIComponent(user);
  } catch {
    return user;
  }
}
