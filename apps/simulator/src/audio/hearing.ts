import { pcma, pcmu } from '@marcador/telephony/rtp/g711.js';
import type { RtpPacket } from '@marcador/telephony/rtp/rtp-packet.js';

const SAMPLES_PER_MS = 8;
/** Sound, not a line on which nothing is said: −50 dB of full scale, as root mean square. */
const AUDIBLE = 100;
/** What is kept of a message, samples: 150 s. */
const MOST_KEPT = 150_000 * SAMPLES_PER_MS;

/** What somebody who answered hears of the caller. */
export class Hearing {
  /** Sound that came while their own words or beep were played, ms. */
  overMs = 0;
  private readonly packets: Int16Array[] = [];
  private kept = 0;
  /** The first of the packets that followed the last sound. */
  private end = 0;

  /** @param begin called at the first sound */
  constructor(private readonly begin: (over: boolean) => void) {}

  /** Takes a packet of the caller's. @param speaking whether their own words or beep are being played */
  hear({ payloadType, payload }: RtpPacket, speaking: boolean): void {
    const codec = [pcmu, pcma].find((each) => each.payloadType === payloadType);
    if (codec === undefined || payload.length === 0) return;
    const samples = new Int16Array(payload.length);
    codec.decode(payload, samples);
    const audible = isAudible(samples);
    if (audible && !this.hasBegun) this.begin(speaking);
    if (speaking) this.overMs += audible ? samples.length / SAMPLES_PER_MS : 0;
    else if (audible || this.kept > 0) this.keep(samples, audible);
  }

  get hasBegun(): boolean {
    return this.overMs > 0 || this.kept > 0;
  }

  /** Since the first sound after their own words, ms. */
  get recordedMs(): number {
    return this.kept / SAMPLES_PER_MS;
  }

  /** From the first to the last sound after their own words, ms. */
  get messageMs(): number {
    return this.messageSamples / SAMPLES_PER_MS;
  }

  /** The same, as 16-bit linear PCM of 8000 Hz; without what did not come. */
  message(): Int16Array {
    const message = new Int16Array(this.messageSamples);
    let at = 0;
    for (const packet of this.packets.slice(0, this.end)) {
      message.set(packet, at);
      at += packet.length;
    }
    return message;
  }

  private get messageSamples(): number {
    return this.packets.slice(0, this.end).reduce((sum, { length }) => sum + length, 0);
  }

  private keep(samples: Int16Array, audible: boolean): void {
    if (this.kept + samples.length > MOST_KEPT) return;
    this.kept += samples.length;
    this.packets.push(samples);
    if (audible) this.end = this.packets.length;
  }
}

function isAudible(samples: Int16Array): boolean {
  const energy = samples.reduce((sum, sample) => sum + sample ** 2, 0);
  return energy / samples.length > AUDIBLE ** 2;
}
