import { randomBytes } from 'node:crypto';
import { FRAME_SAMPLES, type G711Codec } from './g711.js';
import { serialiseRtp } from './rtp-packet.js';
import { serialiseTelephoneEvent } from './telephone-event.js';

/** Gives the next 20 ms: fills the frame, or returns false at its end. */
export type AudioSource = (frame: Int16Array) => boolean;

/** What the stream is sent as. */
export interface SendFormat {
  readonly codec: G711Codec;
  /** The payload type agreed for telephone-event; `undefined` when the peer takes none. */
  readonly eventPayloadType: number | undefined;
}

/** Silent frames sent at the start, so that a peer that answers to where audio comes from learns our address. */
const OPENING_FRAMES = 3;
/** Between the packets that keep the path open while nothing plays, frames: 1 s (RFC 6263). */
const KEEP_ALIVE_FRAMES = 50;
/** How long a key is held, frames, and how often its end is told (RFC 4733 §2.5.1.4). */
const KEY_FRAMES = 5;
const KEY_ENDS = 3;

/**
 * The sending side of a stream: one packet a frame while something plays or a key is pressed, else a packet of silence
 * a second.
 */
export class AudioSender {
  private readonly ssrc = randomBytes(4).readUInt32BE();
  private sequence = randomBytes(2).readUInt16BE();
  private timestamp = randomBytes(4).readUInt32BE();
  private readonly samples = new Int16Array(FRAME_SAMPLES);
  private readonly payload = new Uint8Array(FRAME_SAMPLES);
  private source: AudioSource | undefined;
  private ended: (() => void) | undefined;
  private keys: string[] = [];
  private key: { readonly key: string; readonly timestamp: number; frames: number } | undefined;
  private idle = 0;
  private talking = false;

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

  /** Sends what is due for one frame. To be called every 20 ms. */
  beat({ codec, eventPayloadType }: SendFormat): void {
    if (eventPayloadType !== undefined && this.beatKey(eventPayloadType)) {
      this.talking = false;
    } else if (this.source?.(this.samples) === true) {
      codec.encode(this.samples, this.payload);
      this.emit(codec.payloadType, this.payload, !this.talking);
      this.talking = true;
    } else {
      this.finishSource();
      this.beatSilence(codec);
    }
    this.timestamp = (this.timestamp + FRAME_SAMPLES) >>> 0;
  }

  private finishSource(): void {
    if (this.source === undefined) return;
    const { ended } = this;
    this.stop();
    ended?.();
  }

  private beatSilence(codec: G711Codec): void {
    this.talking = false;
    if (this.idle < OPENING_FRAMES || this.idle % KEEP_ALIVE_FRAMES === 0) {
      this.emit(codec.payloadType, this.payload.fill(codec.silence), this.idle === 0);
    }
    this.idle += 1;
  }

  private beatKey(payloadType: number): boolean {
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
    this.send(serialiseRtp({ marker, payloadType, sequence, timestamp, ssrc, payload }));
  }
}
