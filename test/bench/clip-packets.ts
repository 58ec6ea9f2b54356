import { transitOf, type Impairment } from '@marcador/simulator/audio/impairment.js';
import { readClip, type Clip } from '@marcador/amd-train/clips.js';
import { random } from '@marcador/amd-train/random.js';
import { FRAME_SAMPLES } from '@marcador/telephony/rtp/audio-codec.js';
import { pcmu } from '@marcador/telephony/rtp/g711.js';
import { FRAME_MS } from '@marcador/telephony/rtp/media-clock.js';
import { serialiseRtp } from '@marcador/telephony/rtp/rtp-packet.js';

/** The network that detection has to get along with. */
export const HARSH_NETWORK: Impairment = { lossShare: 0.03, jitterMs: 30 };
/** What follows the clip: a line on which nobody speaks, so that no profile runs out of audio. */
const LINE_AFTER_MS = 2000;
const SAMPLES_PER_MS = 8;

/** A datagram, and when it arrives, ms after the clip began. */
export interface Arrival {
  readonly atMs: number;
  readonly datagram: Buffer;
}

/** What is said after the answer: the clip, then silence. */
export function saidIn(folder: string, clip: Clip): Int16Array {
  const samples = readClip(folder, clip.file);
  const said = new Int16Array(samples.length + LINE_AFTER_MS * SAMPLES_PER_MS);
  said.set(samples);
  return said;
}

/**
 * The RTP packets of a call (PCMU, 20 ms) in the order in which a network delivers them.
 * @param seed equal ones lose and delay the same packets
 */
export function arrivalsOf(said: Int16Array, network: Impairment, seed: number): Arrival[] {
  const chance = random(seed);
  const arrivals: Arrival[] = [];
  const first = { sequence: random(~seed)() * 0x10000, timestamp: random(seed)() * 2 ** 32, ssrc: seed };
  for (let n = 0; (n + 1) * FRAME_SAMPLES <= said.length; n++) {
    const transit = transitOf(network, chance);
    if (transit === undefined) continue;
    const payload = new Uint8Array(FRAME_SAMPLES);
    pcmu.encode(said.subarray(n * FRAME_SAMPLES, (n + 1) * FRAME_SAMPLES), payload);
    const datagram = serialiseRtp({
      marker: n === 0,
      payloadType: pcmu.payloadType,
      sequence: Math.floor(first.sequence) + n,
      timestamp: Math.floor(first.timestamp) + n * FRAME_SAMPLES,
      ssrc: first.ssrc,
      payload,
    });
    arrivals.push({ atMs: n * FRAME_MS + transit, datagram });
  }
  return arrivals.sort((a, b) => a.atMs - b.atMs);
}
