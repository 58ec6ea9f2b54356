import { createHmac, timingSafeEqual } from 'node:crypto';
import { PayloadCipher } from './payload-cipher.js';
import { ReplayWindow } from './replay-window.js';
import { deriveSessionKeys, type SessionKeys } from './session-keys.js';
import { SourceStates } from './source-states.js';

/** The header and the sender's SSRC stay readable (RFC 3711 §3.4). */
const PLAIN_BYTES = 8;
const INDEX_BYTES = 4;
const TAG_BYTES = 10;
const ENCRYPTED = 0x8000_0000;

/** The sending side of SRTCP (RFC 3711 §3.4). */
export class SrtcpSender {
  private readonly keys: SessionKeys;
  private readonly cipher: PayloadCipher;
  private index = 0;

  constructor(masterKey: Uint8Array) {
    this.keys = deriveSessionKeys(masterKey, 'SRTCP');
    this.cipher = new PayloadCipher(this.keys);
  }

  /** @param packet a compound RTCP packet */
  protect(packet: Buffer): Buffer {
    this.index = (this.index + 1) & 0x7fff_ffff;
    const body = this.cipher.transform(packet.readUInt32BE(4), this.index, packet.subarray(PLAIN_BYTES));
    const index = Buffer.alloc(INDEX_BYTES);
    index.writeUInt32BE((ENCRYPTED | this.index) >>> 0);
    const whole = Buffer.concat([packet.subarray(0, PLAIN_BYTES), body, index]);
    return Buffer.concat([whole, tagOf(this.keys, whole)]);
  }
}

/** The receiving side of SRTCP (RFC 3711 §3.4). */
export class SrtcpReceiver {
  private readonly keys: SessionKeys;
  private readonly cipher: PayloadCipher;
  private readonly windows = new SourceStates(() => new ReplayWindow());

  constructor(masterKey: Uint8Array) {
    this.keys = deriveSessionKeys(masterKey, 'SRTCP');
    this.cipher = new PayloadCipher(this.keys);
  }

  /** @returns the compound RTCP packet; `undefined` for what the peer did not make, or what came before */
  unprotect(datagram: Buffer): Buffer | undefined {
    const end = datagram.length - TAG_BYTES;
    const bodyEnd = end - INDEX_BYTES;
    if (bodyEnd < PLAIN_BYTES) return undefined;
    const ssrc = datagram.readUInt32BE(4);
    const window = this.windows.of(ssrc);
    const word = datagram.readUInt32BE(bodyEnd);
    const index = word & 0x7fff_ffff;
    if (!window.isNew(index)) return undefined;
    if (!timingSafeEqual(tagOf(this.keys, datagram.subarray(0, end)), datagram.subarray(end)))
      return undefined;
    window.add(index);
    this.windows.keep(ssrc, window);
    const body = datagram.subarray(PLAIN_BYTES, bodyEnd);
    const plain = word >= ENCRYPTED ? this.cipher.transform(ssrc, index, body) : body;
    return Buffer.concat([datagram.subarray(0, PLAIN_BYTES), plain]);
  }
}

function tagOf(keys: SessionKeys, packet: Buffer): Buffer {
  return createHmac('sha1', keys.authentication).update(packet).digest().subarray(0, TAG_BYTES);
}
