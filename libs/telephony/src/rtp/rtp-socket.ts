import { createSocket, type Socket } from 'node:dgram';
import { AudioReceiver } from './audio-receiver.js';
import { AudioSender, type AudioSource } from './audio-sender.js';
import type { G711Codec } from './g711.js';
import { mediaClock } from './media-clock.js';
import { parseRtp } from './rtp-packet.js';
import { TelephoneEventReceiver } from './telephone-event.js';

/** UDP ports for RTP, both ends included; even ones are used. `min` 0 takes any free port. */
export interface RtpPortRange {
  readonly min: number;
  readonly max: number;
}

/** What both sides agreed on, from the offer and the answer. */
export interface RtpAgreement {
  /** Where the peer receives; `undefined` while it wants nothing (hold). */
  readonly remote: { readonly address: string; readonly port: number } | undefined;
  /** What we send; what we understand is both variants of G.711. */
  readonly codec: G711Codec;
  /** The payload type we send telephone-events with, and the one they come with. */
  readonly eventPayloadType: number | undefined;
  readonly receivedEventPayloadType: number | undefined;
  readonly codecOf: (payloadType: number) => G711Codec | undefined;
}

/**
 * The audio of one call on one UDP socket: plays frames, delivers the peer's, sends and understands keys. Symmetric
 * RTP: once packets come, ours go to where they come from (RFC 4961).
 */
export class RtpSocket {
  private agreement: RtpAgreement | undefined;
  private source: { readonly address: string; readonly port: number } | undefined;
  private stopBeat: (() => void) | undefined;
  private sink: ((frame: Int16Array) => void) | undefined;
  private keySink: ((key: string) => void) | undefined;
  private closed = false;
  private readonly sender = new AudioSender((datagram) => this.transmit(datagram));
  private readonly receiver = new AudioReceiver(
    (payloadType) => this.agreement?.codecOf(payloadType),
    (frame) => this.sink?.(frame),
  );
  private readonly keys = new TelephoneEventReceiver((key) => this.keySink?.(key));

  private constructor(
    private readonly socket: Socket,
    /** Where it receives. */
    readonly address: string,
    readonly port: number,
  ) {
    socket.on('message', (datagram, remote) => this.receive(datagram, remote.address, remote.port));
    // A media socket has no one to tell; the call goes on without audio.
    socket.on('error', () => {});
  }

  /** @throws Error when the range has no free port */
  static async open(address: string, range: RtpPortRange): Promise<RtpSocket> {
    for (const port of candidates(range)) {
      const socket = await bind(address, port);
      if (socket === undefined) continue;
      const bound = socket.address().port;
      if (bound % 2 === 0) return new RtpSocket(socket, address, bound);
      socket.close();
    }
    throw new Error(`No free RTP port from ${range.min} to ${range.max} on ${address}: widen the range`);
  }

  /** Begins sending and receiving, or goes on with another agreement. */
  agree(agreement: RtpAgreement): void {
    const moved = agreement.remote?.port !== this.agreement?.remote?.port;
    if (moved || agreement.remote?.address !== this.agreement?.remote?.address) this.source = undefined;
    this.agreement = agreement;
    if (!this.closed) this.stopBeat ??= mediaClock.onBeat((frames) => this.beat(frames));
  }

  /** Plays a source from the next frame on, in place of what plays now. `ended` is called at the source's own end. */
  play(source: AudioSource, ended?: () => void): void {
    this.sender.play(source, ended);
  }

  /** Goes silent. */
  stop(): void {
    this.sender.stop();
  }

  /**
   * Presses keys (RFC 4733), one after the other.
   * @returns false when the peer takes no telephone-events: nothing is sent
   */
  press(keys: string): boolean {
    if (this.agreement?.eventPayloadType === undefined) return false;
    this.sender.press(keys);
    return true;
  }

  /**
   * Delivers the peer's audio, 20 ms at a time, the array is reused. One listener at a time.
   * @returns stops listening
   */
  listen(sink: (frame: Int16Array) => void): () => void {
    this.sink = sink;
    return () => {
      if (this.sink === sink) this.sink = undefined;
    };
  }

  /** Tells the keys the peer presses. One listener at a time. */
  onKey(sink: (key: string) => void): void {
    this.keySink = sink;
  }

  /** May be called more than once. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.stopBeat?.();
    this.sender.stop();
    this.sink = undefined;
    this.keySink = undefined;
    this.socket.close();
  }

  private beat(frames: number): void {
    this.receiver.beat();
    if (this.agreement?.remote === undefined) return;
    for (let frame = 0; frame < frames && !this.closed; frame++) this.sender.beat(this.agreement);
  }

  private receive(datagram: Buffer, address: string, port: number): void {
    const packet = parseRtp(datagram);
    const { agreement } = this;
    if (packet === undefined || agreement === undefined) return;
    if (packet.payloadType === agreement.receivedEventPayloadType) this.keys.push(packet);
    else if (agreement.codecOf(packet.payloadType) !== undefined) this.receiver.push(packet);
    else return;
    this.source = { address, port };
  }

  private transmit(datagram: Buffer): void {
    const target = this.source ?? this.agreement?.remote;
    // A lost packet is a lost packet: no callback reports it.
    if (target !== undefined && !this.closed)
      this.socket.send(datagram, target.port, target.address, () => {});
  }
}

/** Any free port is odd half of the time: many tries make a failure next to impossible. */
const TRIES_OF_ANY_PORT = 32;

let cursor = 0;

/** Goes round the range rather than from its begin, so that packets of a call that ended reach no new one. */
function* candidates({ min, max }: RtpPortRange): Iterable<number> {
  if (min === 0) {
    for (let i = 0; i < TRIES_OF_ANY_PORT; i++) yield 0;
    return;
  }
  const first = min + (min % 2);
  const count = Math.max(0, Math.floor((max - first) / 2) + 1);
  for (let i = 0; i < count; i++) yield first + 2 * (cursor++ % count);
}

function bind(address: string, port: number): Promise<Socket | undefined> {
  const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
  return new Promise((resolve, reject) => {
    socket.once('error', (error: NodeJS.ErrnoException) => {
      socket.close();
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(undefined);
      else reject(error);
    });
    socket.bind({ address, port, exclusive: true }, () => {
      socket.removeAllListeners('error');
      resolve(socket);
    });
  });
}
