import { STEP_MS } from './belief.js';
import type { VoiceActivity } from './voice-activity.js';

/** When a belief is enough to decide: learned from the training clips for a compromise between haste and error. */
export interface Profile {
  /** Then it is decided, or stays undecided. */
  readonly limitMs: number;
  /** Nobody spoke for so long after the answer: a machine. */
  readonly silenceAtPickUpMs: number;
  /** The times that the following rows belong to; between them they are interpolated. */
  readonly knotsMs: readonly number[];
  /** A person waits for an answer, and a machine is at most so probable. */
  readonly human: readonly number[];
  /** Somebody speaks, and a machine is at least so probable. */
  readonly machineSpeaks: readonly number[];
  /** Nobody speaks, and a machine is at least so probable. */
  readonly machinePauses: readonly number[];
  /** At the limit: a machine from this probability on, a person up to that; between them undecided. */
  readonly lastMachine: number;
  readonly lastHuman: number;
  /** By what the log odds at the decision are multiplied to be as right as they say. */
  readonly sharpness: number;
}

/** How a call stands: all that thresholds depend on. */
export type Situation = 'silent' | 'speaks' | 'pauses' | 'waits';

/** Less speech may be a cough. */
const LEAST_SPEECH_MS = 120;
/** A person who waits has been silent for so long at least. */
const LEAST_WAIT_MS = 240;

/** @returns `silent` until somebody speaks, `waits` when a person might wait for an answer */
export function situationOf({ pieces, speaking, silenceMs }: VoiceActivity): Situation {
  if (pieces.count === 0) return 'silent';
  if (speaking) return 'speaks';
  return pieces.speechMs >= LEAST_SPEECH_MS && silenceMs >= LEAST_WAIT_MS ? 'waits' : 'pauses';
}

/** Nobody has spoken, nor begins to: the first frames of a word may still turn out to be a click. */
export function isSilentSoFar({ pieces, speaking }: VoiceActivity): boolean {
  return pieces.count === 0 && !speaking;
}

/** A profile's thresholds, looked up at each step. */
export class Thresholds {
  private readonly human: Float32Array;
  private readonly machineSpeaks: Float32Array;
  private readonly machinePauses: Float32Array;

  constructor(readonly profile: Profile) {
    const { knotsMs, limitMs } = profile;
    const atSteps = (values: readonly number[]) =>
      Float32Array.from({ length: Math.floor(limitMs / STEP_MS) + 1 }, (_, step) =>
        between(knotsMs, values, step * STEP_MS),
      );
    this.human = atSteps(profile.human);
    this.machineSpeaks = atSteps(profile.machineSpeaks);
    this.machinePauses = atSteps(profile.machinePauses);
  }

  /** @param machine how probable a machine is, 0 to 1 @returns `undefined` while it is better to go on listening */
  judge(atMs: number, situation: Situation, machine: number): 'HUMAN' | 'MACHINE' | undefined {
    if (situation === 'silent') return undefined;
    const step = Math.floor(atMs / STEP_MS);
    const thresholds = situation === 'speaks' ? this.machineSpeaks : this.machinePauses;
    if (machine >= (thresholds[step] as number)) return 'MACHINE';
    return situation === 'waits' && machine <= (this.human[step] as number) ? 'HUMAN' : undefined;
  }
}

/** What is said when there is no more time, or no more audio. */
export function judgeAtLast(
  profile: Profile,
  situation: Situation,
  machine: number,
): 'HUMAN' | 'MACHINE' | 'UNDECIDED' {
  if (situation === 'silent') return 'UNDECIDED';
  if (machine >= profile.lastMachine) return 'MACHINE';
  return machine <= profile.lastHuman ? 'HUMAN' : 'UNDECIDED';
}

function between(times: readonly number[], values: readonly number[], at: number): number {
  let knot = 0;
  while (knot < times.length - 2 && at > (times[knot + 1] as number)) knot++;
  const from = times[knot] as number;
  const share = Math.min(1, Math.max(0, (at - from) / ((times[knot + 1] as number) - from)));
  return (values[knot] as number) * (1 - share) + (values[knot + 1] as number) * share;
}
