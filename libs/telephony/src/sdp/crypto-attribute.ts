import { KEY_SALT_BYTES, SRTP_SUITES, type SrtpSuite } from '../srtp/srtp-suite.js';

/** An `a=crypto` line (RFC 4568 §4). Holds a secret. */
export interface CryptoAttribute {
  readonly tag: number;
  readonly suite: SrtpSuite;
  /** Master key and salt, 30 bytes. */
  readonly keyAndSalt: Uint8Array;
}

/**
 * Reads the value of an `a=crypto` attribute.
 * @returns `undefined` for what we do not speak, which RFC 4568 lets us pass over: other suites, a master key
 * identifier, several keys, and session parameters that would change how packets look
 */
export function parseCrypto(value: string): CryptoAttribute | undefined {
  const [tag = '', name = '', keys = '', ...parameters] = value.trim().split(/\s+/);
  const suite = SRTP_SUITES.find((each) => each === name.toUpperCase());
  if (!/^\d{1,9}$/.test(tag) || suite === undefined || !parameters.every(isHarmless)) return undefined;
  const [, inline = '', rest = ''] = /^inline:([A-Za-z0-9+/]+={0,2})((?:\|[^|;]*)*)$/i.exec(keys) ?? [];
  // Behind the key: its lifetime, which no call reaches, then `MKI:length`.
  const keyAndSalt = Buffer.from(inline, 'base64');
  if (keyAndSalt.length !== KEY_SALT_BYTES || rest.includes(':')) return undefined;
  return { tag: Number(tag), suite, keyAndSalt };
}

/** The whole `a=crypto` line. */
export function cryptoLine({ tag, suite, keyAndSalt }: CryptoAttribute): string {
  return `a=crypto:${tag} ${suite} inline:${Buffer.from(keyAndSalt).toString('base64')}`;
}

/** Window size hints may be ignored; what begins with a hyphen is optional (RFC 4568 §6.3). */
function isHarmless(parameter: string): boolean {
  return /^WSH=/i.test(parameter) || parameter.startsWith('-');
}
