import { judgeAtLast, Thresholds, type Profile } from '@marcador/amd-cadence/profile.js';
import type { Heard } from './table.js';

/** A call, and what the model believed at each of its steps. */
export interface Believed {
  readonly heard: Heard;
  readonly machine: readonly number[];
}

export interface Outcome {
  readonly answeredBy: 'HUMAN' | 'MACHINE' | 'UNDECIDED';
  readonly atMs: number;
  /** What the model believed then; `undefined` where a rule decided. */
  readonly machine?: number;
}

/** What the detector decides with that profile. */
export function decide({ profile, thresholds }: Candidate, { heard, machine }: Believed): Outcome {
  const { stepsMs, situations, toneAtMs } = heard;
  for (let step = 0; step < stepsMs.length; step++) {
    const atMs = stepsMs[step] as number;
    const situation = situations[step] ?? 'silent';
    const believed = machine[step] as number;
    if (toneAtMs <= atMs) return { answeredBy: 'MACHINE', atMs: toneAtMs };
    if (heard.silentSoFar[step] === true && atMs >= profile.silenceAtPickUpMs)
      return { answeredBy: 'MACHINE', atMs };
    const answeredBy = thresholds.judge(atMs, situation, believed);
    if (answeredBy !== undefined) return { answeredBy, atMs, machine: believed };
    if (atMs >= profile.limitMs || step === stepsMs.length - 1)
      return { answeredBy: judgeAtLast(profile, situation, believed), atMs, machine: believed };
  }
  return { answeredBy: 'UNDECIDED', atMs: 0 };
}

/** A profile that is tried. */
export interface Candidate {
  readonly profile: Profile;
  readonly thresholds: Thresholds;
}

export function candidate(profile: Profile): Candidate {
  return { profile, thresholds: new Thresholds(profile) };
}

/** How right and how fast a profile is. */
export interface Score {
  readonly accuracy: number;
  readonly humanRecall: number;
  readonly machineRecall: number;
  readonly meanMs: number;
  readonly medianMs: number;
  readonly p95Ms: number;
}

/** An undecided call counts as a person. */
export function scoreOf(
  tried: Candidate,
  calls: readonly Believed[],
): Score & { readonly timesMs: readonly number[] } {
  const right = { HUMAN: 0, MACHINE: 0 };
  const all = { HUMAN: 0, MACHINE: 0 };
  const timesMs: number[] = [];
  for (const call of calls) {
    const { label } = call.heard.clip;
    const { answeredBy, atMs } = decide(tried, call);
    all[label]++;
    if ((answeredBy === 'MACHINE') === (label === 'MACHINE')) right[label]++;
    timesMs.push(atMs);
  }
  timesMs.sort((a, b) => a - b);
  const at = (share: number) => timesMs[Math.floor(share * timesMs.length)] ?? 0;
  return {
    accuracy: (right.HUMAN + right.MACHINE) / calls.length,
    humanRecall: right.HUMAN / all.HUMAN,
    machineRecall: right.MACHINE / all.MACHINE,
    meanMs: timesMs.reduce((sum, ms) => sum + ms, 0) / calls.length,
    medianMs: at(0.5),
    p95Ms: at(0.95),
    timesMs,
  };
}
