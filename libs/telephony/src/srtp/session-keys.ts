import { createCipheriv } from 'node:crypto';
import { KEY_SALT_BYTES } from './srtp-suite.js';

/** The keys that encrypt and authenticate the packets of one direction. */
export interface SessionKeys {
  /** 16 bytes. */
  readonly cipher: Buffer;
  /** 20 bytes. */
  readonly authentication: Buffer;
  /** 14 bytes. */
  readonly salt: Buffer;
}

const MASTER_KEY_BYTES = 16;

/**
 * Derives the session keys of SRTP or SRTCP from master key and salt, with key derivation rate 0 (RFC 3711 §4.3).
 * @throws RangeError when the master key and salt are not 30 bytes
 */
export function deriveSessionKeys(keyAndSalt: Uint8Array, protocol: 'SRTP' | 'SRTCP'): SessionKeys {
  if (keyAndSalt.length !== KEY_SALT_BYTES) throw new RangeError('An SRTP master key and salt has 30 bytes');
  const first = protocol === 'SRTP' ? 0 : 3;
  const derive = (label: number, bytes: number) => {
    const iv = Buffer.alloc(16);
    iv.set(keyAndSalt.subarray(MASTER_KEY_BYTES));
    // The label stands before the 48 bits of the packet index, which is 0.
    iv.writeUInt8(iv.readUInt8(7) ^ label, 7);
    return keystream(keyAndSalt.subarray(0, MASTER_KEY_BYTES), iv, bytes);
  };
  return { cipher: derive(first, 16), authentication: derive(first + 1, 20), salt: derive(first + 2, 14) };
}

/** The first bytes of AES-128 in counter mode from an initial vector on (RFC 3711 §4.1.1). */
function keystream(key: Uint8Array, iv: Uint8Array, bytes: number): Buffer {
  return createCipheriv('aes-128-ctr', key, iv).update(Buffer.alloc(bytes));
}
