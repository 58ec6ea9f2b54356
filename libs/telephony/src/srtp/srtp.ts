import { createHmac, timingSafeEqual } from 'node:crypto';
import { rtpPayloadStart } from '../rtp/rtp-packet.js';
import { PayloadCipher } from './payload-cipher.js';
import { ReplayWindow } from './replay-window.js';
import { deriveSessionKeys, type SessionKeys } from './session-keys.js';
import { SourceStates } from './source-states.js';
import { tagBytes, type SrtpSuite } from './srtp-suite.js';

const SEQUENCES = 0x10000;

/** The sending side of SRTP for one source (RFC 3711 §3.3). */
export class SrtpSender {
  private readonly keys: SessionKeys;
  private readonly cipher: PayloadCipher;
  private readonly tagBytes: number;
  private rollover = 0;
  private last: number | undefined;

  constructor(suite: SrtpSuite, masterKey: Uint8Array) {
    this.keys = deriveSessionKeys(masterKey, 'SRTP');
    this.cipher = new PayloadCipher(this.keys);
    this.tagBytes = tagBytes(suite);
  }

  /** @param packet an RTP packet; packets have to come in sequence */
  protect(packet: Buffer): Buffer {
    const sequence = packet.readUInt16BE(2);
    if (this.last !== undefined && sequence < this.last) this.rollover += 1;
    this.last = sequence;
    const start = rtpPayloadStart(packet) ?? packet.length;
    const index = this.rollover * SEQUENCES + sequence;
    const payload = this.cipher.transform(packet.readUInt32BE(8), index, packet.subarray(start));
    const encrypted = Buffer.concat([packet.subarray(0, start), payload]);
    return Buffer.concat([encrypted, tagOf(this.keys, encrypted, this.rollover, this.tagBytes)]);
  }
}

/** The state of one source that is received: its rollover counter and the packets seen. */
class Source {
  readonly window = new ReplayWindow();
  private highest: number | undefined;

  /** The index of a packet, by its nearness to the newest (RFC 3711 §3.3.1). */
  indexOf(sequence: number): number {
    if (this.highest === undefined) return sequence;
    const rollover = Math.floor(this.highest / SEQUENCES);
    const ahead = sequence - (this.highest % SEQUENCES);
    if (ahead < -SEQUENCES / 2) return (rollover + 1) * SEQUENCES + sequence;
    if (ahead > SEQUENCES / 2 && rollover > 0) return (rollover - 1) * SEQUENCES + sequence;
    return rollover * SEQUENCES + sequence;
  }

  received(index: number): void {
    this.window.add(index);
    this.highest = Math.max(this.highest ?? 0, index);
  }
}

/** The receiving side of SRTP (RFC 3711 §3.3). */
export class SrtpReceiver {
  private readonly keys: SessionKeys;
  private readonly cipher: PayloadCipher;
  private readonly tagBytes: number;
  private readonly sources = new SourceStates(() => new Source());

  constructor(suite: SrtpSuite, masterKey: Uint8Array) {
    this.keys = deriveSessionKeys(masterKey, 'SRTP');
    this.cipher = new PayloadCipher(this.keys);
    this.tagBytes = tagBytes(suite);
  }

  /** @returns the RTP packet; `undefined` for what the peer did not make, or what came before */
  unprotect(datagram: Buffer): Buffer | undefined {
    const end = datagram.length - this.tagBytes;
    const start = end < 0 ? undefined : rtpPayloadStart(datagram.subarray(0, end));
    if (start === undefined) return undefined;
    const ssrc = datagram.readUInt32BE(8);
    const source = this.sources.of(ssrc);
    const index = source.indexOf(datagram.readUInt16BE(2));
    if (!source.window.isNew(index)) return undefined;
    const packet = datagram.subarray(0, end);
    const tag = tagOf(this.keys, packet, Math.floor(index / SEQUENCES), this.tagBytes);
    if (!timingSafeEqual(tag, datagram.subarray(end))) return undefined;
    source.received(index);
    this.sources.keep(ssrc, source);
    const payload = this.cipher.transform(ssrc, index, packet.subarray(start));
    return Buffer.concat([packet.subarray(0, start), payload]);
  }
}

/** Over the packet and its rollover counter (RFC 3711 §4.2). */
function tagOf(keys: SessionKeys, packet: Buffer, rollover: number, bytes: number): Buffer {
  const counter = Buffer.alloc(4);
  counter.writeUInt32BE(rollover >>> 0);
  return createHmac('sha1', keys.authentication).update(packet).update(counter).digest().subarray(0, bytes);
}
