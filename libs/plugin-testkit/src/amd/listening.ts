import type { AmdAnalysis, AmdDetector, AmdVerdict } from '@marcador/plugin-api';
import { must, shown } from '../rule.js';

/** 20 ms. */
export const PACKET = 160;

const ANSWERED_BY: readonly unknown[] = ['HUMAN', 'MACHINE', 'UNDECIDED'];
const MACHINES: readonly unknown[] = ['greeting', 'beep', 'fax', 'intercept', 'silence'];
const REASONS: readonly unknown[] = [
  'silence-at-pick-up',
  'silence-after-first-speech',
  'long-speech',
  'speech-pattern',
  'tone',
  'time-limit',
  'audio-ended',
];

/** Lets one call be heard as the host does: to the verdict, or to the end of the audio. */
export function heard(analysis: AmdAnalysis, samples: Int16Array, packet = PACKET): AmdVerdict {
  for (let at = 0; at < samples.length; at += packet) {
    const verdict = analysis.push(samples.subarray(at, at + packet));
    if (verdict !== undefined) return verdict;
  }
  return analysis.finish();
}

/** The longest that the host listens, ms. */
export const LONGEST_LIMIT_MS = 30_000;

/** How long it wants to listen, ms; 0 where that is no time. */
export function limitOf({ limitMs }: AmdDetector): number {
  return limitMs > 0 && limitMs <= LONGEST_LIMIT_MS ? Number(limitMs) : 0;
}

/** @throws Error unless it is a verdict, or `undefined` */
export function assertVerdict(answer: unknown, audioMs: number, what: string): void {
  if (answer === undefined) return;
  const said = `${what}: ${shown(answer)}`;
  must(typeof answer === 'object' && answer !== null, `That is no verdict, ${said}.`);
  const { answeredBy, machine, reason, confidence, atMs, measurements } = answer as Partial<AmdVerdict>;
  must(ANSWERED_BY.includes(answeredBy), `answeredBy is one of ${ANSWERED_BY.join(', ')}, ${said}.`);
  must(
    machine === undefined || (answeredBy === 'MACHINE' && MACHINES.includes(machine)),
    `machine is one of ${MACHINES.join(', ')}, with MACHINE only, ${said}.`,
  );
  must(REASONS.includes(reason), `There is no such reason, ${said}.`);
  must(
    typeof confidence === 'number' && confidence >= 0 && confidence <= 1,
    `confidence is 0 to 1, ${said}.`,
  );
  must(
    typeof atMs === 'number' && atMs >= 0 && atMs <= audioMs,
    `atMs is within ${audioMs} ms of audio, ${said}.`,
  );
  const areNumbers = typeof measurements === 'object' && Object.values(measurements).every(Number.isFinite);
  must(areNumbers, `measurements are numbers, ${said}.`);
}
