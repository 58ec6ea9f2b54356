/** The crypto suites of RFC 4568 §6.2 that are spoken, the stronger tag first. */
export const SRTP_SUITES = ['AES_CM_128_HMAC_SHA1_80', 'AES_CM_128_HMAC_SHA1_32'] as const;
export type SrtpSuite = (typeof SRTP_SUITES)[number];

/** A master key of 16 bytes, then a master salt of 14 (RFC 4568 §6.1). */
export const KEY_SALT_BYTES = 30;

/** The authentication tag of SRTP, bytes. That of SRTCP has 10 with either suite (RFC 4568 §6.2.2). */
export function tagBytes(suite: SrtpSuite): number {
  return suite === 'AES_CM_128_HMAC_SHA1_80' ? 10 : 4;
}

/** What both sides of a call encrypt with. The keys are secrets: they are never logged. */
export interface SrtpAgreement {
  readonly suite: SrtpSuite;
  /** Master key and salt of what we send. */
  readonly sendKey: Uint8Array;
  /** Master key and salt of what the peer sends. */
  readonly receiveKey: Uint8Array;
}
