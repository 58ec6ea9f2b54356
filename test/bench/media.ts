import { fork, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { createAnalyser } from '@marcador/plugin-host/amd-analyser.js';
import { figure, percentiles, type Figure } from './figure.js';
import { datagramEcho } from './floor.js';
import { MediaPlayer } from './media-player.js';
import { framesUntilVerdict, type ReceiverResult, type ReceiverTask } from './media-tasks.js';
import { packets, speechFrames, VARIANTS, type Variant } from './media-variants.js';

const ROUNDS = 3;
const ROUND_STREAMS = 100;
const ROUND_FRAMES = 200;
const ANALYSES = 300;
const ANALYSED_FRAMES = 1000;
const FRAMES_ALONE = 20_000;
const FRAMES_A_SECOND = 50;
const KEY = randomBytes(30);

/** Plays to streams and says what the process that receives measured. */
type Measure = (task: Pick<ReceiverTask, 'by' | 'variant' | 'streams' | 'frames'>) => Promise<Received>;

/**
 * What the audio of calls costs: a packet from the socket through the detector, beside a bare socket that receives the
 * same; the detector alone; and as many analyses at once as a large installation has.
 */
export async function* benchMedia(): AsyncGenerator<Figure> {
  yield* benchDetector();
  const receiver = fork(fileURLToPath(new URL('media-receiver.js', import.meta.url)));
  const player = await MediaPlayer.open();
  const measure: Measure = (task) =>
    receive(receiver, player, { ...task, remotePort: player.port, key: [...KEY] });
  try {
    for (const variant of VARIANTS) yield await benchPackets(measure, variant);
    yield* benchAnalyses(measure);
  } finally {
    player.close();
    receiver.disconnect();
  }
}

async function benchPackets(measure: Measure, variant: Variant): Promise<Figure> {
  const ours: number[] = [];
  const bare: number[] = [];
  const round = { variant, streams: ROUND_STREAMS, frames: ROUND_FRAMES };
  for (let number = 0; number <= ROUNDS; number++) {
    ours.push(microsecondsAPacket(await measure({ ...round, by: 'thread' })));
    bare.push(microsecondsAPacket(await measure({ ...round, by: 'bare' })));
  }
  const least = variant === 'SRTP' ? 'bare socket, AES-CM and HMAC-SHA1' : 'bare socket';
  const beside = { name: least, value: warm(bare) };
  return figure(`CPU per packet to the detector, ${variant}`, warm(ours), 'µs', beside);
}

async function* benchAnalyses(measure: Measure): AsyncGenerator<Figure> {
  const calls = { variant: 'PCMU', streams: ANALYSES, frames: ANALYSED_FRAMES } as const;
  const bare = await measure({ ...calls, by: 'bare' });
  const all = await measure({ ...calls, by: 'workers' });
  const seconds = ANALYSED_FRAMES / FRAMES_A_SECOND;
  const name = `${ANALYSES} analyses at once`;
  const sockets = { name: 'bare sockets', value: bare.cpuSeconds / seconds };
  yield figure(name, all.cpuSeconds / seconds, 'cores', sockets);
  const sent = { name: 'sent', value: ANALYSES * ANALYSED_FRAMES };
  yield figure(`${name}, packets received`, all.packets, 'packets', sent);
  const wanted = { name: 'analyses', value: ANALYSES };
  yield figure(`${name}, verdicts`, all.delays.length, 'verdicts', wanted);
  const echo = { name: `a datagram's way to a socket and back, p99`, value: (await datagramEcho()).p99 };
  const delay = `${name}, deciding packet to verdict`;
  yield figure(`${delay}, p50`, percentiles(all.delays).p50, 'ms', echo);
  yield figure(`${delay}, latest`, Math.max(...all.delays), 'ms', echo);
}

/** The median of all rounds but the first: what that one does is compile. */
function warm(rounds: readonly number[]): number {
  return percentiles(rounds.slice(1)).p50;
}

interface Received extends ReceiverResult {
  /** From the sending of the packet that decides to the verdict, ms. */
  readonly delays: readonly number[];
}

async function receive(receiver: ChildProcess, player: MediaPlayer, task: ReceiverTask): Promise<Received> {
  const answer = async <T>(message: object) => {
    const answered = new AbortController();
    const failed = once(receiver, 'exit', answered).then(() => {
      throw new Error('The process that receives ended without a result.');
    });
    receiver.send(message);
    const [result] = (await Promise.race([once(receiver, 'message'), failed])) as [T];
    failed.catch(() => {});
    answered.abort();
    return result;
  };
  const ports = await answer<number[]>(task);
  const sentAt = await player.play(packets(task.variant, KEY, task.frames), ports);
  const result = await answer<ReceiverResult>({});
  const delays = result.verdictsAt.flatMap((at, stream) => {
    const frame = framesUntilVerdict(task.frames, stream) - 1;
    return at === null ? [] : [at - (sentAt[frame * ports.length + stream] as number)];
  });
  return { ...result, delays };
}

function microsecondsAPacket({ cpuSeconds, packets: count }: ReceiverResult): number {
  return (1e6 * cpuSeconds) / count;
}

/** The detector, beside a pass over the same samples that adds up their power. */
async function* benchDetector(): AsyncGenerator<Figure> {
  const module = new URL('../../../plugins/amd-cadence/dist/index.js', import.meta.url).href;
  const nothing = () => {};
  const log = { debug: nothing, info: nothing, warn: nothing, error: nothing };
  const input = { module, type: 'amd-cadence', instanceId: 'bench', config: {} };
  const detector = await createAnalyser(input, log);
  const frames = speechFrames(FRAMES_ALONE);
  let analysis = detector.analyse();
  let power = 0;
  const listen = (frame: Int16Array) => {
    if (analysis.push(frame) !== undefined) analysis = detector.analyse();
  };
  const sum = (frame: Int16Array) => {
    for (const sample of frame) power += sample * sample;
  };
  const times = { listen: [] as number[], sum: [] as number[] };
  for (let round = 0; round <= ROUNDS; round++) {
    times.listen.push(microsecondsAFrame(frames, listen));
    times.sum.push(microsecondsAFrame(frames, sum));
  }
  if (power === 0) throw new Error('The speech is silent.');
  const beside = { name: 'the power of its samples', value: warm(times.sum) };
  yield figure('detector alone, a frame of 20 ms', warm(times.listen), 'µs', beside);
}

function microsecondsAFrame(frames: readonly Int16Array[], work: (frame: Int16Array) => void): number {
  const cpu = process.cpuUsage();
  for (const frame of frames) work(frame);
  const { user, system } = process.cpuUsage(cpu);
  return (user + system) / frames.length;
}
