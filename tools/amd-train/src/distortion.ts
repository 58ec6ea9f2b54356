import { pcma, pcmu } from '@marcador/telephony/rtp/g711.js';

const PACKET = 160;
/** 30 dB. */
const PAUSE_BELOW_PEAK = 1000;
const HANGOVER_PACKETS = 5;

/**
 * The clip as another person on another line might have sounded: speech faster and higher or slower and lower, answered a
 * little later, louder or quieter, with lost packets, over a line that sends nothing in pauses, through the other G.711
 * law.
 * @param chance as from {@link random}
 */
export function distorted(samples: Int16Array, chance: () => number): Int16Array {
  const speed = 0.88 + 0.26 * chance();
  const delay = Math.floor(4 * PACKET * chance() ** 2) * 4;
  const gain = 10 ** ((12 * chance() - 8) / 20);
  const law = chance() < 0.5 ? pcma : pcmu;
  const loss = chance() < 0.25 ? 0.06 * chance() : 0;
  const length = Math.min(samples.length, Math.floor(samples.length / speed) + delay);
  const changed = new Int16Array(length);
  for (let n = 0; n < length; n++) {
    // What comes before the answer is the first of the line's noise, backwards.
    const place = Math.abs(n - delay) * speed;
    const before = Math.floor(place);
    const part = place - before;
    const value = (1 - part) * (samples[before] ?? 0) + part * (samples[before + 1] ?? 0);
    changed[n] = Math.max(-32768, Math.min(32767, Math.round(gain * value)));
  }
  if (chance() < 0.3) silencePauses(changed);
  const coded = new Uint8Array(length);
  law.encode(changed, coded);
  law.decode(coded, changed);
  for (let at = 0; at < length; at += PACKET) if (chance() < loss) changed.fill(0, at, at + PACKET);
  return changed;
}

/** Nothing at all is sent in packets that are much quieter than the loudest; the first ones of a pause still are. */
function silencePauses(samples: Int16Array): void {
  const levels: number[] = [];
  for (let at = 0; at < samples.length; at += PACKET)
    levels.push(samples.subarray(at, at + PACKET).reduce((sum, sample) => sum + sample * sample, 1));
  const least = Math.max(...levels) / PAUSE_BELOW_PEAK;
  let quiet = HANGOVER_PACKETS;
  levels.forEach((level, packet) => {
    quiet = level > least ? 0 : quiet + 1;
    if (quiet > HANGOVER_PACKETS) samples.fill(0, packet * PACKET, (packet + 1) * PACKET);
  });
}
