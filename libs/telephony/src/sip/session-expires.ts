import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';

/** The shortest session interval a user agent may ask for or accept, s (RFC 4028 §4). */
export const LEAST_SESSION_INTERVAL = 90;

/** Session-Expires: when the session ends unless it is refreshed, and by whom (RFC 4028 §4). */
export interface SessionExpires {
  readonly seconds: number;
  /** The side of this transaction that refreshes; missing in requests that leave it to the answer. */
  readonly refresher?: 'uac' | 'uas';
}

/** Reads Session-Expires, also in its compact form; `undefined` without one that makes sense. */
export function sessionExpiresOf(message: IncomingMessage): SessionExpires | undefined {
  const [delta = '', ...parameters] = (
    message.getHeader('session-expires') ??
    message.getHeader('x') ??
    ''
  ).split(';');
  const seconds = secondsIn(delta);
  if (seconds === undefined) return undefined;
  const refresher = parameters
    .map((parameter) => /^\s*refresher\s*=\s*"?(uac|uas)"?\s*$/i.exec(parameter)?.[1]?.toLowerCase())
    .find((side) => side === 'uac' || side === 'uas');
  return { seconds, ...(refresher === undefined ? {} : { refresher }) };
}

/** The shortest session interval the sender of a 422 or of a request accepts, s (RFC 4028 §5). */
export function minSessionExpiresOf(message: IncomingMessage): number | undefined {
  return secondsIn(message.getHeader('min-se')?.split(';', 1)[0] ?? '');
}

/** Writes Session-Expires. */
export function sessionExpires({ seconds, refresher }: SessionExpires): string {
  return refresher === undefined ? String(seconds) : `${seconds};refresher=${refresher}`;
}

function secondsIn(text: string): number | undefined {
  const digits = /^\s*(\d{1,9})\s*$/.exec(text)?.[1];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}
