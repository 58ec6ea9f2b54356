import type { AmdDetector, AmdVerdict } from '@marcador/plugin-api';
import type { Clock } from '@marcador/platform/clock.js';
import type { AnsweredCall, CallEnd } from '@marcador/telephony/dialer-port.js';

/** Beyond the detector's own limit: audio may come late or not at all. */
const AUDIO_PATIENCE_MS = 1000;

export type Heard =
  | { readonly kind: 'verdict'; readonly verdict: AmdVerdict }
  | { readonly kind: 'ended'; readonly end: CallEnd };

/**
 * Lets a detector listen to an answered call until it decides, the call ends or its time is up.
 * Resolves always: a detector's failure is its guard's matter.
 */
export async function listenForMachine(
  call: AnsweredCall,
  detector: AmdDetector,
  clock: Clock,
): Promise<Heard> {
  const analysis = detector.analyse();
  let stopListening: (() => void) | undefined;
  const decided = new Promise<AmdVerdict>((resolve) => {
    let done = false;
    stopListening = call.listen((samples) => {
      const verdict = done ? undefined : analysis.push(samples);
      if (verdict === undefined) return;
      done = true;
      resolve(verdict);
    });
  });
  const patience = timeout(clock, detector.limitMs + AUDIO_PATIENCE_MS);
  const heard = await Promise.race([
    decided.then((verdict) => ({ kind: 'verdict' as const, verdict })),
    call.ended.then((end) => ({ kind: 'ended' as const, end })),
    patience.passed.then(() => ({ kind: 'silence' as const })),
  ]);
  patience.cancel();
  stopListening?.();
  return heard.kind === 'silence' ? { kind: 'verdict', verdict: analysis.finish() } : heard;
}

function timeout(clock: Clock, ms: number): { passed: Promise<void>; cancel: () => void } {
  let cancel = () => {};
  const passed = new Promise<void>((resolve) => {
    const timer = clock.setTimer(ms, resolve);
    cancel = () => timer.cancel();
  });
  return { passed, cancel };
}
