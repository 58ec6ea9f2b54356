import { randomBytes } from 'node:crypto';
import { FRAME_SAMPLES, type AudioEncoder } from './audio-codec.js';
import { serialiseRtp } from './rtp-packet.js';
import { serialiseTelephoneEvent } from './telephone-event.js';

/** Gives the next 20 ms: fills the frame, or returns false at its end. */
export type AudioSource = (frame: Int16Array) => boolean;

/** What the stream is sent as. */
export interface SendFormat {
  readonly payloadType: number;
  readonly encoder: AudioEncoder;
  /** Audio of a packet, samples: the peer's ptime. */
  readonly packetSamples: number;
  /** The payload type agreed for telephone-event; `undefined` when the peer takes none. */
  readonly eventPayloadType: number | undefined;
}

/** Silent frames sent at the start, so that a peer that answers to where audio comes from learns our address. */
const OPENING_FRAMES = 3;
/** Between the packets that keep the path open while nothing plays, frames: 1 s (RFC 6263). */
export const KEEP_ALIVE_FRAMES = 50;
/** How long a key is held, frames, and how often its end is told (RFC 4733 §2.5.1.4). */
const KEY_FRAMES = 5;
const KEY_ENDS = 3;
/** The longest packet: 60 ms, and a frame beyond it. */
const MOST_SAMPLES = 4 * FRAME_SAMPLES;

const silence = new Int16Array(FRAME_SAMPLES);
const frame = new Int16Array(FRAME_SAMPLES);

/**
 * The sending side of a stream: packets of the agreed length while something plays or a key is pressed, else a packet
 * of silence a second.
 */
export class AudioSender {
  readonly ssrc = randomBytes(4).readUInt32BE();
  packets = 0;
  octets = 0;
  /** The RTP clock. */
  timestamp = randomBytes(4).readUInt32BE();
  private sequence = randomBytes(2).readUInt16BE();
  private source: AudioSource | undefined;
  private ended: (() => void) | undefined;
  private keys: string[] = [];
  private key: { readonly key: string; readonly timestamp: number; frames: number } | undefined;
  private idle = 0;
  private talking = false;
  /** Audio that is no whole packet yet: a packet is in one coding, though another is agreed meanwhile. Made when something plays. */
  private pending: Int16Array | undefined;
  private filled = 0;

  constructor(private readonly send: (datagram: Buffer) => void) {}

  /** Plays from the next frame on, in place of what plays now. `ended` is called at the source's own end only. */
  play(source: AudioSource, ended?: () => void): void {
    this.source = source;
    this.ended = ended;
  }

  stop(): void {
    this.source = undefined;
    this.ended = undefined;
  }

  /** Presses keys one after the other, when telephone-event was agreed. */
  press(keys: string): void {
    this.keys.push(...keys);
  }

  /** Whether it has to be beaten every 20 ms; otherwise {@link rest} is enough. */
  get busy(): boolean {
    const opening = this.idle < OPENING_FRAMES;
    return opening || this.source !== undefined || this.key !== undefined || this.keys.length > 0;
  }

  /** Sends what is due for one frame. To be called every 20 ms. */
  beat(format: SendFormat): void {
    if (this.beatKey(format.eventPayloadType)) {
      this.pause();
    } else if (this.source?.(frame) === true) {
      this.encode(frame, format);
    } else {
      this.finishSource();
      this.pause();
      if (this.idle < OPENING_FRAMES || this.idle % KEEP_ALIVE_FRAMES === 0) this.sendSilence(format);
      this.idle += 1;
    }
    this.advance(1);
  }

  /** Time passed, while nothing was sent. */
  advance(frames: number): void {
    this.timestamp = (this.timestamp + frames * FRAME_SAMPLES) >>> 0;
  }

  /** Sends one packet of silence. */
  sendSilence({ encoder, payloadType }: SendFormat): void {
    const payload = new Uint8Array(FRAME_SAMPLES);
    encoder.encode(silence, payload);
    this.emit(payloadType, payload, this.idle === 0);
  }

  private finishSource(): void {
    if (this.source === undefined) return;
    const { ended } = this;
    this.stop();
    ended?.();
  }

  /** Drops what is no whole packet: what follows is another talk spurt. */
  private pause(): void {
    this.talking = false;
    this.filled = 0;
  }

  private encode(samples: Int16Array, { encoder, payloadType, packetSamples }: SendFormat): void {
    this.pending ??= new Int16Array(MOST_SAMPLES);
    this.pending.set(samples, this.filled);
    this.filled += samples.length;
    while (this.filled >= packetSamples) {
      const before = this.filled - FRAME_SAMPLES;
      const payload = new Uint8Array(packetSamples);
      encoder.encode(this.pending.subarray(0, packetSamples), payload);
      this.emit(payloadType, payload, !this.talking, (this.timestamp - before) >>> 0);
      this.pending.copyWithin(0, packetSamples, this.filled);
      this.filled -= packetSamples;
      this.talking = true;
    }
  }

  private beatKey(payloadType: number | undefined): boolean {
    if (payloadType === undefined) return false;
    if (this.key === undefined) {
      const next = this.keys.shift();
      if (next === undefined) return false;
      this.key = { key: next, timestamp: this.timestamp, frames: 0 };
    }
    const pressed = this.key;
    pressed.frames += 1;
    const end = pressed.frames >= KEY_FRAMES;
    const event = { key: pressed.key, end, volume: 10, duration: pressed.frames * FRAME_SAMPLES };
    const payload = serialiseTelephoneEvent(event);
    for (let copy = 0; copy < (end ? KEY_ENDS : 1); copy++) {
      this.emit(payloadType, payload, pressed.frames === 1, pressed.timestamp);
    }
    if (end) this.key = undefined;
    return true;
  }

  private emit(payloadType: number, payload: Uint8Array, marker: boolean, timestamp = this.timestamp): void {
    const { ssrc, sequence } = this;
    this.sequence = (sequence + 1) & 0xffff;
    this.packets += 1;
    this.octets += payload.length;
    this.send(serialiseRtp({ marker, payloadType, sequence, timestamp, ssrc, payload }));
  }
}
