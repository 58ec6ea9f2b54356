import { createSocket, type Socket } from 'node:dgram';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readLabels, type Clip } from '@marcador/amd-train/clips.js';
import type { AmdVerdict } from '@marcador/plugin-api';
import { listenWith } from '@marcador/plugin-host/amd-analysis.js';
import { silentLog } from '@marcador/telephony/log.js';
import type { AnalysisTask } from '@marcador/telephony/media/analysis.js';
import { LocalMedia } from '@marcador/telephony/media/local-media.js';
import { detectorOf, listen } from '../bench/amd-trial.js';
import { arrivalsOf, HARSH_NETWORK, saidIn } from '../bench/clip-packets.js';
import { agreementWith } from '../bench/media-variants.js';

const HOST = '127.0.0.1';
const CADENCE = new URL('../../plugins/amd-cadence/dist/index.js', import.meta.url).href;
const FOLDER = fileURLToPath(new URL('../../plugins/amd-cadence/clips/', import.meta.url));
const PROFILES = ['fast', 'balanced', 'accurate'];
const SEEDS = [1, 2];
/** Real time has no part in this: the detector's own limit is told by the audio. */
const NO_LIMIT_MS = 600_000;
const FRAME_MS = 20;
/** Packets that are sent before those that have come are heard. */
const BURST = 4;

const clips = readLabels(`${FOLDER}labels.csv`);
let media: LocalMedia;
let sender: Socket;

beforeAll(async () => {
  media = new LocalMedia(HOST, { min: 0, max: 0 }, silentLog);
  sender = createSocket({ type: 'udp4', lookup: (host, _options, found) => found(null, host, 4) });
  await new Promise<void>((resolve) => sender.bind(0, HOST, resolve));
});
afterAll(async () => {
  await media.close();
  sender.close();
});

function taskOf(profile: string): AnalysisTask {
  const input = { module: CADENCE, type: 'amd-cadence', instanceId: 'i', config: { profile } };
  const plan = listenWith(input, NO_LIMIT_MS);
  if (plan.kind !== 'listen') throw new Error('There is a verdict already');
  return plan.task;
}

/**
 * What a call's media make of a clip that crosses the network. Packets leave as fast as they are heard, in the order in
 * which they would arrive: neither their sender nor who hears them can be late.
 */
async function verdictOver(clip: Clip, task: AnalysisTask, seed: number): Promise<AmdVerdict> {
  const stream = await media.open();
  stream.agree(agreementWith(sender.address().port, 'PCMU', new Uint8Array()));
  let decided = false;
  const heard = stream.analyse(task).then((result) => {
    decided = true;
    return result;
  });
  const arrivals = arrivalsOf(saidIn(FOLDER, clip), HARSH_NETWORK, seed);
  while (!decided && arrivals.length > 0) {
    for (const { datagram } of arrivals.splice(0, BURST)) sender.send(datagram, stream.port, HOST);
    await nextTurn();
  }
  const result = await heard;
  await stream.close();
  if (result.kind !== 'verdict') throw new Error(`No verdict on ${clip.file}: ${JSON.stringify(result)}`);
  return result.verdict as AmdVerdict;
}

/** What the network did to the verdict on a clip. */
interface Crossing {
  readonly call: string;
  readonly isSame: boolean;
  /** It came within a frame of when it does undisturbed. */
  readonly isOnTime: boolean;
}

async function crossings(seed: number, profile: string): Promise<Crossing[]> {
  const task = taskOf(profile);
  const detector = detectorOf(profile);
  const over = await Promise.all(clips.map((clip, n) => verdictOver(clip, task, 1000 * seed + n)));
  return clips.map((clip, n) => {
    const { answeredBy, atMs } = listen(detector, saidIn(FOLDER, clip));
    const crossed = over[n] as AmdVerdict;
    return {
      call: `${profile}, ${seed}: ${clip.file}`,
      isSame: crossed.answeredBy === answeredBy,
      isOnTime: Math.abs(crossed.atMs - atMs) <= FRAME_MS,
    };
  });
}

describe('calls over a network that loses 3 % of the packets, with a jitter of 30 ms', () => {
  const calls: Crossing[] = [];
  beforeAll(async () => {
    for (const profile of PROFILES) for (const seed of SEEDS) calls.push(...(await crossings(seed, profile)));
  });

  it('have at least 98 % of the verdicts of undisturbed audio', () => {
    const changed = calls.filter(({ isSame }) => !isSame).map(({ call }) => call);
    // The list tells which ones, where there are too many.
    expect(changed.length <= 0.02 * calls.length ? [] : changed).toEqual([]);
  });

  // Without concealment fewer are: a hole in a word is a pause to a detector.
  it('have four of five verdicts at the moment at which they come undisturbed', () => {
    expect(calls.filter(({ isOnTime }) => isOnTime).length).toBeGreaterThanOrEqual(0.8 * calls.length);
  });
});
