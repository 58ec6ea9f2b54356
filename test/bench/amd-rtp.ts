import { readLabels, type Clip } from '@marcador/amd-train/clips.js';
import type { AmdVerdict } from '@marcador/plugin-api';
import { listenWith } from '@marcador/plugin-host/amd-analysis.js';
import { limitOf } from '@marcador/plugin-host/guarded-amd.js';
import type { AnalysisTask } from '@marcador/telephony/media/analysis.js';
import { detectorOf, isBeepAmong, listen, listenToAll, rightOf, type Answered } from './amd-trial.js';
import { arrivalsOf, HARSH_NETWORK, saidIn } from './clip-packets.js';
import { figure, percentiles, type Figure } from './figure.js';
import { RtpCalls } from './rtp-calls.js';

const CADENCE = new URL('../../../plugins/amd-cadence/dist/index.js', import.meta.url).href;
const TONES = new URL('tone-analyser.js', import.meta.url).href;
const CLIP_MS = 8000;
const GOAL = { name: 'goal', value: 98 };
const PACKET = { name: 'a packet', value: 20 };

/** Which clips are played, and how. */
export interface RtpTrial {
  readonly folder: string;
  readonly labels: string;
  readonly profiles: readonly string[];
  /** How many calls there are at a time. */
  readonly atOnce: number;
}

type Heard = Pick<Answered, 'clip' | 'verdict'>;

/** How much of what the detector says of clips is said of them over a network that loses and delays packets. */
export async function* benchAmdOverRtp(trial: RtpTrial): AsyncGenerator<Figure> {
  const clips = readLabels(trial.labels);
  const calls = await RtpCalls.open();
  const hear = async (task: AnalysisTask): Promise<unknown[]> => {
    const verdicts: unknown[] = [];
    for (let from = 0; from < clips.length; from += trial.atOnce) {
      const some = clips.slice(from, from + trial.atOnce);
      const packets = some.map((clip, n) =>
        arrivalsOf(saidIn(trial.folder, clip), HARSH_NETWORK, from + n + 1),
      );
      for (const result of await calls.hear(packets, task)) {
        if (result.kind !== 'verdict') throw new Error(`A call had no verdict: ${JSON.stringify(result)}`);
        verdicts.push(result.verdict);
      }
    }
    return verdicts;
  };
  try {
    for (const profile of trial.profiles) {
      const over = (await hear(taskOf(profile))) as AmdVerdict[];
      yield* verdictFigures(profile, clips, over, trial.folder);
    }
    const tones = (await hear({ module: TONES, input: {}, limitMs: CLIP_MS })) as number[][];
    yield* toneFigures(clips, tones, trial.folder);
    yield figure('packets sent too late, p99', percentiles(calls.latenesses).p99, 'ms', PACKET);
  } finally {
    await calls.close();
  }
}

function taskOf(profile: string): AnalysisTask {
  const input = { module: CADENCE, type: 'amd-cadence', instanceId: 'bench', config: { profile } };
  const plan = listenWith(input, limitOf(detectorOf(profile)));
  if (plan.kind !== 'listen') throw new Error('There is nothing to listen to.');
  return plan.task;
}

function* verdictFigures(
  profile: string,
  clips: readonly Clip[],
  verdicts: readonly AmdVerdict[],
  folder: string,
): Generator<Figure> {
  const detector = detectorOf(profile);
  const offline: Heard[] = clips.map((clip) => ({ clip, verdict: listen(detector, saidIn(folder, clip)) }));
  const over: Heard[] = clips.map((clip, n) => ({ clip, verdict: verdicts[n] as AmdVerdict }));
  const share = (isSame: (a: AmdVerdict, b: AmdVerdict) => boolean) =>
    (100 * over.filter(({ verdict }, n) => isSame(verdict, (offline[n] as Heard).verdict)).length) /
    clips.length;
  const differences = over.map(({ verdict }, n) =>
    Math.abs(verdict.atMs - (offline[n] as Heard).verdict.atMs),
  );
  const { p50, p95 } = percentiles(differences);
  const decided = { name: 'decided offline, median', value: medianOf(offline) };
  const name = (text: string) => `${profile} over RTP: ${text}`;
  const isSame = (a: AmdVerdict, b: AmdVerdict) => a.answeredBy === b.answeredBy;
  yield figure(name('verdicts as offline'), share(isSame), '%', GOAL);
  const sameKind = share((a, b) => isSame(a, b) && a.machine === b.machine);
  yield figure(name('kinds of machine as offline, too'), sameKind, '%', GOAL);
  yield figure(name('accuracy'), rightOf(over), '%', { name: 'offline', value: rightOf(offline) });
  yield figure(name('decided, median'), medianOf(over), 'ms', { ...decided, name: 'offline' });
  yield figure(name('decided sooner or later by, median'), p50, 'ms', decided);
  yield figure(name('decided sooner or later by, p95'), p95, 'ms', decided);
}

function* toneFigures(
  clips: readonly Clip[],
  tones: readonly (readonly number[])[],
  folder: string,
): Generator<Figure> {
  const offline = listenToAll(detectorOf('balanced'), folder, clips).answered;
  const beeps = offline.flatMap(({ clip, beepFound }, n) =>
    beepFound === undefined ? [] : [{ beepFound, found: isBeepAmong(tones[n] ?? [], clip, CLIP_MS) }],
  );
  const people = offline.flatMap(({ clip }, n) => (clip.label === 'HUMAN' ? [tones[n] ?? []] : []));
  const share = (some: number, all: number) => (100 * some) / Math.max(1, all);
  const same = beeps.filter(({ beepFound, found }) => beepFound === found).length;
  const found = beeps.filter((beep) => beep.found).length;
  const foundOffline = beeps.filter(({ beepFound }) => beepFound).length;
  yield figure('over RTP: beeps as offline', share(same, beeps.length), '%', GOAL);
  yield figure('over RTP: beeps found', share(found, beeps.length), '%', {
    name: 'offline',
    value: share(foundOffline, beeps.length),
  });
  const hit = people.filter(({ length }) => length > 0).length;
  yield figure('over RTP: people with a beep', share(hit, people.length), '%', { name: 'goal', value: 1 });
}

function medianOf(heard: readonly Heard[]): number {
  return percentiles(heard.map(({ verdict }) => verdict.atMs)).p50;
}
