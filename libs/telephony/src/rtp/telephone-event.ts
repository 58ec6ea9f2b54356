import type { RtpPacket } from './rtp-packet.js';

/** The key a telephone-event stands for (RFC 4733 §3.2, events 0–15). */
const KEYS = '0123456789*#ABCD';

/** A telephone-event payload (RFC 4733 §2.3). */
export interface TelephoneEvent {
  /** 0–9, *, #, A–D. */
  readonly key: string;
  readonly end: boolean;
  /** Attenuation in −dBm0, 0–63. */
  readonly volume: number;
  /** Since the begin of the event, in samples. */
  readonly duration: number;
}

/** @returns `undefined` for a payload that is too short, or an event that is no key */
export function parseTelephoneEvent(payload: Uint8Array): TelephoneEvent | undefined {
  const [event, flags, high, low] = payload;
  if (event === undefined || flags === undefined || high === undefined || low === undefined) return undefined;
  const key = KEYS[event];
  if (key === undefined) return undefined;
  return { key, end: (flags & 0x80) !== 0, volume: flags & 0x3f, duration: high * 256 + low };
}

/** @throws RangeError when the key is none of 0–9, *, #, A–D */
export function serialiseTelephoneEvent({ key, end, volume, duration }: TelephoneEvent): Uint8Array {
  const event = KEYS.indexOf(key);
  if (event === -1 || key.length !== 1) throw new RangeError(`Not a key of a telephone: ${key}`);
  return Uint8Array.of(event, (end ? 0x80 : 0) | volume, (duration >> 8) & 0xff, duration & 0xff);
}

/**
 * Turns the many packets of an event into one key: at its end, or when the next event begins although all packets with
 * the end bit were lost.
 */
export class TelephoneEventReceiver {
  private current: { readonly timestamp: number; readonly key: string; reported: boolean } | undefined;

  constructor(private readonly onKey: (key: string) => void) {}

  push(packet: RtpPacket): void {
    const event = parseTelephoneEvent(packet.payload);
    if (event === undefined) return;
    if (this.current?.timestamp !== packet.timestamp) {
      this.report();
      this.current = { timestamp: packet.timestamp, key: event.key, reported: false };
    }
    if (event.end) this.report();
  }

  private report(): void {
    if (this.current === undefined || this.current.reported) return;
    this.current.reported = true;
    this.onKey(this.current.key);
  }
}
