import type { Profile } from '@marcador/amd-cadence/profile.js';
import { random } from './random.js';
import { candidate, decide, scoreOf, type Believed } from './trial.js';

/** What a profile is to reach. */
export interface Aim {
  readonly limitMs: number;
  readonly silenceAtPickUpMs: number;
  /** Half of the calls are to be decided by then. */
  readonly medianMs: number;
  readonly humanRecall: number;
  /** How many percent of accuracy a second on average is worth. */
  readonly percentPerSecond: number;
}

/** Those of the product: haste, a compromise, and certainty. */
export const AIMS: Readonly<Record<'fast' | 'balanced' | 'accurate', Aim>> = {
  fast: { limitMs: 5500, silenceAtPickUpMs: 2800, medianMs: 2100, humanRecall: 0.86, percentPerSecond: 0.3 },
  balanced: {
    limitMs: 6500,
    silenceAtPickUpMs: 3000,
    medianMs: 2800,
    humanRecall: 0.925,
    percentPerSecond: 0.5,
  },
  accurate: {
    limitMs: 7500,
    silenceAtPickUpMs: 4000,
    medianMs: 9000,
    humanRecall: 0.95,
    percentPerSecond: 0.5,
  },
};

const KNOTS_MS = [800, 1200, 1600, 2000, 2400, 2800, 3200, 3600, 4000, 4500, 5000, 6000, 7500];
/** Each beginning is tried with so many fewer before the best one goes on. */
const SHARE = 12;
const ROUNDS = 4800;
const ROWS = ['human', 'machineSpeaks', 'machinePauses'] as const;
/** A few more than half: voices never heard take longer. */
const BY_MEDIAN = 0.52;
const UNDECIDED_BELOW = 0.2;

/** Looks for the thresholds that reach the aim on calls believed by strangers: by small changes that do no harm. */
export function compromise(aim: Aim, calls: readonly Believed[], seed: number, rounds = ROUNDS): Profile {
  const chance = random(seed);
  const climbed = beginnings(aim).map((begin) =>
    climb({ profile: begin, worth: -Infinity }, rounds / SHARE, aim, calls, chance),
  );
  const best = climb(climbed.reduce(better), rounds, aim, calls, chance).profile;
  return { ...best, sharpness: sharpnessOf(best, calls) };
}

interface Climbed {
  readonly profile: Profile;
  readonly worth: number;
}

const better = (a: Climbed, b: Climbed) => (b.worth > a.worth ? b : a);

function beginnings({ limitMs, silenceAtPickUpMs }: Aim): Profile[] {
  return [0.1, 0.2, 0.3].flatMap((human) =>
    [0.7, 0.8, 0.9].map((machine) => ({
      limitMs,
      silenceAtPickUpMs,
      knotsMs: KNOTS_MS,
      human: KNOTS_MS.map(() => human),
      machineSpeaks: KNOTS_MS.map(() => machine),
      machinePauses: KNOTS_MS.map(() => machine),
      lastMachine: 0.55,
      lastHuman: 0.35,
      sharpness: 1,
    })),
  );
}

function climb(
  from: Climbed,
  rounds: number,
  aim: Aim,
  calls: readonly Believed[],
  chance: () => number,
): Climbed {
  let best = from;
  for (let round = 0; round < rounds; round++) {
    const profile = change(best.profile, chance);
    const next = { profile, worth: worthOf(profile, aim, calls) };
    if (next.worth >= best.worth) best = next;
  }
  return best;
}

function worthOf(profile: Profile, aim: Aim, calls: readonly Believed[]): number {
  const { accuracy, humanRecall, meanMs, timesMs } = scoreOf(candidate(profile), calls);
  const inTime = timesMs.filter((ms) => ms <= aim.medianMs).length / timesMs.length;
  return (
    accuracy -
    (aim.percentPerSecond / 100) * (meanMs / 1000) -
    3 * Math.max(0, aim.humanRecall - humanRecall) -
    1.5 * Math.max(0, BY_MEDIAN - inTime)
  );
}

function change(profile: Profile, chance: () => number): Profile {
  const by = (chance() - 0.5) * (chance() < 0.3 ? 0.5 : 0.12);
  if (chance() < 0.04) {
    const lastMachine = clamp(profile.lastMachine + by, 0.4, 0.9);
    return { ...profile, lastMachine, lastHuman: round(lastMachine - UNDECIDED_BELOW) };
  }
  const row = ROWS[Math.floor(chance() * ROWS.length)] ?? 'human';
  const isWhole = chance() < 0.15;
  const first = isWhole ? 0 : Math.floor(chance() * KNOTS_MS.length);
  const last = isWhole ? Infinity : first + Math.floor(4 * chance() ** 2);
  const [least, most] = row === 'human' ? [0, 0.45] : [0.5, 1];
  const values = profile[row].map((value, knot) =>
    knot >= first && knot <= last ? clamp(value + by, least, most) : value,
  );
  return { ...profile, [row]: values };
}

const round = (value: number) => Math.round(value * 1000) / 1000;
const clamp = (value: number, least: number, most: number) => round(Math.min(most, Math.max(least, value)));

/** Whoever stops where a belief is strong is less right than the belief says. */
function sharpnessOf(profile: Profile, calls: readonly Believed[]): number {
  const tried = candidate(profile);
  const decided = calls.flatMap((call) => {
    const { machine } = decide(tried, call);
    return machine === undefined
      ? []
      : [{ odds: Math.log(machine / (1 - machine)), isMachine: call.heard.clip.label === 'MACHINE' }];
  });
  const surprise = (sharpness: number) =>
    decided.reduce(
      (sum, { odds, isMachine }) => sum + Math.log(1 + Math.exp((isMachine ? -odds : odds) * sharpness)),
      0,
    );
  const tries = Array.from({ length: 30 }, (_, n) => 0.3 + 0.05 * n);
  return round(tries.reduce((best, next) => (surprise(next) < surprise(best) ? next : best)));
}
