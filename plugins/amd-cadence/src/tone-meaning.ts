import type { MachineKind } from '@marcador/plugin-api';
import type { ToneDetector } from './tone.js';

/** The first two of the three special information tones (ITU-T E.180): 950 and 1400 Hz, in North America ± 35 Hz. */
const INTERCEPT_FIRST = { fromHz: 900, toHz: 993 };
/** Each of them lasts 330 ms, or 380. */
const LONGEST_INTERCEPT_MS = 460;
const INTERCEPT_SECOND = { fromHz: 1345, toHz: 1455 };
/** The second follows the first at once. */
const INTERCEPT_PAUSE_MS = 160;
/** A fax that calls (1100 Hz ± 38, 500 ms) and one that answers (2100 Hz ± 15, 3 s), ITU-T T.30; beeps are shorter. */
const FAX = [
  { fromHz: 1062, toHz: 1138 },
  { fromHz: 2080, toHz: 2120 },
];
const SHORTEST_FAX_MS = 420;
/** A tone that has been away for so long has ended. */
const ENDED_MS = 80;

/** @returns what the tones so far say; `undefined` while they may still become something else, or without any */
export function meaningOf({ tones }: ToneDetector, atMs: number): MachineKind | undefined {
  for (let tone = 0; tone < tones.count; tone++) {
    const hz = tones.hz(tone);
    const awayMs = tone === tones.count - 1 ? atMs - tones.toMs(tone) : Infinity;
    if (isIn(INTERCEPT_FIRST, hz)) {
      const next = tone + 1;
      const follows = next < tones.count && tones.fromMs(next) - tones.toMs(tone) <= INTERCEPT_PAUSE_MS;
      if (follows && isIn(INTERCEPT_SECOND, tones.hz(next))) return 'intercept';
      // The second is a tone only when it has lasted for a while.
      const isTooLong = tones.toMs(tone) - tones.fromMs(tone) > LONGEST_INTERCEPT_MS;
      if (isTooLong || awayMs > 2 * INTERCEPT_PAUSE_MS) return 'beep';
    } else if (FAX.some((range) => isIn(range, hz))) {
      if (tones.toMs(tone) - tones.fromMs(tone) >= SHORTEST_FAX_MS) return 'fax';
      if (awayMs >= ENDED_MS) return 'beep';
    } else return 'beep';
  }
  return undefined;
}

function isIn({ fromHz, toHz }: { readonly fromHz: number; readonly toHz: number }, hz: number): boolean {
  return hz >= fromHz && hz <= toHz;
}
