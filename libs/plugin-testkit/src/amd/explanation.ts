import type { AmdExplanation } from '@marcador/plugin-api';
import { must, shown } from '../rule.js';

const MOST_LEVELS = 1500;
const MOST_SPANS = 100;
const MOST_BELIEFS = 300;

/**
 * @param audioMs how much audio there was
 * @throws Error unless it is a whole explanation, as small as the host keeps it
 */
export function assertExplanation(explanation: unknown, audioMs: number, what: string): void {
  must(typeof explanation === 'object' && explanation !== null, `That explains nothing, ${what}.`);
  const { frameMs, levelDbov, speech, tones, belief } = explanation as Partial<AmdExplanation>;
  must(typeof frameMs === 'number' && frameMs > 0 && frameMs <= 1000, `frameMs is up to 1000 ms, ${what}.`);
  must(
    isListOf(levelDbov, MOST_LEVELS, (level) => Number.isInteger(level)),
    `levelDbov is up to ${MOST_LEVELS} whole decibels, ${what}: ${shown(levelDbov)}.`,
  );
  const isSpan = ({ fromMs, toMs }: { readonly fromMs: number; readonly toMs: number }) =>
    fromMs >= 0 && toMs >= fromMs && toMs <= audioMs;
  must(
    isListOf(speech, MOST_SPANS, isSpan),
    `speech is up to ${MOST_SPANS} pieces within ${audioMs} ms of audio, ${what}: ${shown(speech)}.`,
  );
  must(
    isListOf(tones, MOST_SPANS, (tone) => isSpan(tone) && tone.hz >= 0 && tone.hz <= 4000),
    `tones are up to ${MOST_SPANS} pieces within ${audioMs} ms of audio, of up to 4000 Hz, ${what}: ${shown(tones)}.`,
  );
  must(
    isListOf(belief, MOST_BELIEFS, ({ atMs, machine }) => atMs >= 0 && machine >= 0 && machine <= 1),
    `belief is up to ${MOST_BELIEFS} probabilities from 0 to 1, ${what}: ${shown(belief)}.`,
  );
}

function isListOf<T>(list: readonly T[] | undefined, most: number, isOne: (item: T) => boolean): boolean {
  return Array.isArray(list) && list.length <= most && list.every(isOne);
}
