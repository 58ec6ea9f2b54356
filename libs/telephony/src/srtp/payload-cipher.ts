import { createCipheriv } from 'node:crypto';
import type { SessionKeys } from './session-keys.js';

const BLOCK_BYTES = 16;
/** Counters of a usual packet; a longer one makes its own. */
const USUAL_BLOCKS = 16;

const usualCounters = Buffer.alloc(USUAL_BLOCKS * BLOCK_BYTES);

/**
 * Encrypts and decrypts parts of packets with AES-128 in counter mode (RFC 3711 §4.1.1), which is the same operation.
 * The counters are enciphered by one cipher for all packets of a key: Node's counter mode would want a new one for each
 * packet, and making it costs more than using it.
 */
export class PayloadCipher {
  private readonly cipher;
  private readonly salt: Buffer;

  constructor({ cipher, salt }: SessionKeys) {
    this.cipher = createCipheriv('aes-128-ecb', cipher, null).setAutoPadding(false);
    this.salt = salt;
  }

  /** @param index of the packet, 48 bits */
  transform(ssrc: number, index: number, payload: Uint8Array): Buffer {
    const stream = this.keystream(ssrc, index, Math.ceil(payload.length / BLOCK_BYTES));
    for (let i = 0; i < payload.length; i++) stream[i] = (stream[i] as number) ^ (payload[i] as number);
    return stream.subarray(0, payload.length);
  }

  private keystream(ssrc: number, index: number, blocks: number): Buffer {
    const bytes = blocks * BLOCK_BYTES;
    const counters = blocks <= USUAL_BLOCKS ? usualCounters.subarray(0, bytes) : Buffer.alloc(bytes);
    const first = counters.subarray(0, BLOCK_BYTES);
    for (let block = 0; block < blocks; block++) {
      if (block === 0) this.writeFirst(first, ssrc, index);
      else first.copy(counters, block * BLOCK_BYTES);
      counters.writeUInt16BE(block, block * BLOCK_BYTES + BLOCK_BYTES - 2);
    }
    return this.cipher.update(counters);
  }

  private writeFirst(counter: Buffer, ssrc: number, index: number): void {
    const { salt } = this;
    salt.copy(counter);
    counter.writeUInt32BE((salt.readUInt32BE(4) ^ ssrc) >>> 0, 4);
    // The 48 bits of the packet index stand before the block counter of 16 bits.
    counter.writeUInt16BE(salt.readUInt16BE(8) ^ Math.floor(index / 2 ** 32), 8);
    counter.writeUInt32BE((salt.readUInt32BE(10) ^ (index >>> 0)) >>> 0, 10);
  }
}
