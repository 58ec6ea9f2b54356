import type { AmdReason, AmdVerdict } from '@marcador/plugin-api';
import type { CadenceTimes } from './config.js';

/** What has been heard up to now. */
export interface Heard {
  /** Audio since the answer. */
  readonly atMs: number;
  /** A tone has lasted long enough to be one. */
  readonly tone: boolean;
  /** When speech first began; `undefined` while there was none. */
  readonly onsetMs: number | undefined;
  readonly speaking: boolean;
  readonly speechMs: number;
  readonly spanMs: number;
  /** Since speech last ended, or since the answer. */
  readonly silenceMs: number;
}

/** Who answered and why, before it is dressed as a verdict. */
export type Decision = Pick<AmdVerdict, 'answeredBy' | 'reason'>;

/**
 * The rule: people say a word or two and wait for an answer, machines say nothing, talk on or beep.
 * @returns `undefined` as long as neither is sure
 */
export function decide(heard: Heard, times: CadenceTimes): Decision | undefined {
  if (heard.tone) return machine('tone');
  if (heard.onsetMs === undefined) {
    return heard.atMs >= times.silenceAtPickUpMs ? machine('silence-at-pick-up') : undefined;
  }
  if (heard.speechMs >= times.longSpeechMs || heard.spanMs >= times.longSpanMs) return machine('long-speech');
  const isShort = heard.speechMs <= times.shortUtteranceMs;
  const patienceMs = isShort ? times.silenceAfterShortMs : times.silenceAfterSpeechMs;
  const waits = !heard.speaking && heard.silenceMs >= patienceMs;
  return waits ? { answeredBy: 'HUMAN', reason: 'silence-after-first-speech' } : undefined;
}

function machine(reason: AmdReason): Decision {
  return { answeredBy: 'MACHINE', reason };
}
