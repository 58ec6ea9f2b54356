import { randomBytes } from 'node:crypto';
import { KEY_SALT_BYTES, SRTP_SUITES } from '../srtp/srtp-suite.js';
import type { CryptoAttribute } from './crypto-attribute.js';
import type { SrtpMode } from './offer-answer.js';

/** Fresh keys for a call: one for each suite, the stronger first, or none. */
export function ownCryptos(mode: SrtpMode): readonly CryptoAttribute[] {
  if (mode === 'off') return [];
  return SRTP_SUITES.map((suite, index) => ({
    tag: index + 1,
    suite,
    keyAndSalt: randomBytes(KEY_SALT_BYTES),
  }));
}
