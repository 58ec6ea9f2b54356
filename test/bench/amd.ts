import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { AmdDetector } from '@marcador/plugin-api';
import { readLabels } from '@marcador/amd-train/clips.js';
import { coreShare } from './amd-cost.js';
import { benchAmdOverRtp } from './amd-rtp.js';
import { detectorOf, listenToAll, rightOf, verdictsAsCsv, type Answered } from './amd-trial.js';
import { figure, type Figure } from './figure.js';

const USAGE =
  'Usage: npm run bench -- amd --clips FOLDER --labels CSV [--profile P] [--out FILE | --rtp [--at-once N]]';
const CALLS_AT_ONCE = '100';
const PROFILES = ['fast', 'balanced', 'accurate'] as const;
/** What each profile has to reach on voices it never heard. */
const GOALS = {
  fast: { accuracy: 85, humanRecall: 80, medianMs: 2200 },
  balanced: { accuracy: 90, humanRecall: 90, medianMs: 2900 },
  accurate: { accuracy: 94, humanRecall: 90, medianMs: 5000 },
} as const;
const ANALYSES = 300;

/**
 * How right, how fast and how cheap the detector is over a folder of labelled clips (docs/amd.md).
 * @param args `--clips`, `--labels`, `--profile` for one profile only, `--out` for the verdicts of that profile, or of the
 * default one, clip by clip; `--rtp` plays them over a bad network in real time, `--at-once` so many of them
 */
export async function* benchAmd(args: readonly string[]): AsyncGenerator<Figure> {
  const {
    clips,
    labels,
    profile,
    out,
    rtp,
    'at-once': atOnce,
  } = parseArgs({
    args: [...args],
    options: {
      clips: { type: 'string' },
      labels: { type: 'string' },
      profile: { type: 'string' },
      out: { type: 'string' },
      rtp: { type: 'boolean', default: false },
      'at-once': { type: 'string', default: CALLS_AT_ONCE },
    },
  }).values;
  if (clips === undefined || labels === undefined) throw new Error(USAGE);
  const profiles = profile === undefined ? PROFILES : PROFILES.filter((each) => each === profile);
  if (profiles.length === 0)
    throw new Error(`There is no profile "${profile}", only ${PROFILES.join(', ')}.`);
  if (rtp) {
    if (!(Number(atOnce) >= 1)) throw new Error(USAGE);
    yield* benchAmdOverRtp({ folder: clips, labels, profiles, atOnce: Number(atOnce) });
    return;
  }
  const written = profile ?? 'balanced';
  let detector: AmdDetector | undefined;
  for (const each of profiles) {
    detector = detectorOf(each);
    const { answered, frames, seconds } = listenToAll(detector, clips, readLabels(labels));
    yield* figuresOf(each, answered);
    yield figure(`${each}: µs a frame`, (1e6 * seconds) / frames, 'µs', { name: 'goal', value: 20 });
    if (out !== undefined && each === written) writeFileSync(out, verdictsAsCsv(answered));
  }
  if (detector === undefined) return;
  yield* beeps(listenToAll(detector, clips, readLabels(labels)).answered);
  const share = coreShare(detector, ANALYSES, clips, readLabels(labels));
  yield figure(`${ANALYSES} analyses at once, share of a core`, share, '%', { name: 'goal', value: 15 });
}

function* figuresOf(profile: (typeof PROFILES)[number], answered: readonly Answered[]): Generator<Figure> {
  const goal = GOALS[profile];
  const name = (text: string) => `${profile}: ${text}`;
  const accuracy = rightOf(answered);
  const { median, p95 } = times(answered);
  const labelled = (label: string) => answered.filter(({ clip }) => clip.label === label);
  const against = (value: number, text = 'goal') => ({ name: text, value });
  yield figure(name('accuracy'), accuracy, '%', against(goal.accuracy));
  yield figure(name('people recognised'), rightOf(labelled('HUMAN')), '%', against(goal.humanRecall));
  yield figure(
    name('machines recognised'),
    rightOf(labelled('MACHINE')),
    '%',
    against(81, 'Asterisk, tuned'),
  );
  yield figure(name('decided, median'), median, 'ms', against(goal.medianMs));
  yield figure(name('decided, p95'), p95, 'ms', against(4189, 'Asterisk, tuned'));
  for (const category of [...new Set(answered.map(({ clip }) => clip.category))].sort()) {
    const some = answered.filter(({ clip }) => clip.category === category);
    yield figure(name(`${category}, accuracy`), rightOf(some), '%', against(accuracy, 'all'));
    yield figure(name(`${category}, decided, median`), times(some).median, 'ms', against(median, 'all'));
    yield figure(name(`${category}, decided, p95`), times(some).p95, 'ms', against(p95, 'all'));
  }
}

function* beeps(answered: readonly Answered[]): Generator<Figure> {
  const share = (test: (each: Answered) => boolean, some: readonly Answered[]) =>
    (100 * some.filter(test).length) / Math.max(1, some.length);
  const withBeep = answered.filter(({ beepFound }) => beepFound !== undefined);
  const people = answered.filter(({ clip }) => clip.label === 'HUMAN');
  yield figure(
    'beeps found',
    share(({ beepFound }) => beepFound === true, withBeep),
    '%',
    { name: 'goal', value: 98 },
  );
  yield figure(
    'people with a beep',
    share(({ hasTone }) => hasTone, people),
    '%',
    { name: 'goal', value: 1 },
  );
}

function times(answered: readonly Answered[]): { median: number; p95: number } {
  const sorted = answered.map(({ verdict }) => verdict.atMs).sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(share * sorted.length)] ?? NaN;
  return { median: at(0.5), p95: at(0.95) };
}
