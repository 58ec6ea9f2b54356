import { once } from 'node:events';
import { listenWith } from '@marcador/plugin-host/amd-analysis.js';
import { silentLog } from '@marcador/telephony/log.js';
import { LocalMedia } from '@marcador/telephony/media/local-media.js';
import { MediaWorkers } from '@marcador/telephony/media/media-workers.js';
import type { Media } from '@marcador/telephony/media/media.js';
import { BareMedia } from './bare-media.js';
import { monotonicMs } from './media-player.js';
import { framesUntilVerdict, type ReceiverResult, type ReceiverTask } from './media-tasks.js';
import { agreementWith, HOST } from './media-variants.js';
import type { TirelessInput } from './tireless-analyser.js';

const ANALYSER = new URL('tireless-analyser.js', import.meta.url).href;
const ANY_PORTS = { min: 0, max: 0 };
const FRAME_MS = 20;
const PATIENCE_MS = 10_000;

async function receive(task: ReceiverTask): Promise<void> {
  const receiving = await (task.by === 'bare' ? bare(task) : analysing(task));
  process.send?.(receiving.ports);
  const cpu = process.cpuUsage();
  await once(process, 'message');
  const verdictsAt = await receiving.verdicts;
  const { user, system } = process.cpuUsage(cpu);
  const result: ReceiverResult = {
    cpuSeconds: (user + system) / 1e6,
    packets: await receiving.close(),
    verdictsAt,
  };
  process.send?.(result);
}

interface Receiving {
  readonly ports: readonly number[];
  readonly verdicts: Promise<ReceiverResult['verdictsAt']>;
  /** @returns how many packets came */
  close(): Promise<number>;
}

async function bare({ variant, streams }: ReceiverTask): Promise<Receiving> {
  const media = new BareMedia(variant === 'SRTP');
  const ports: number[] = [];
  while (ports.length < streams) ports.push(await media.open());
  const close = () => {
    media.close();
    return Promise.resolve(media.packets);
  };
  return { ports, verdicts: Promise.resolve([]), close };
}

async function analysing({
  by,
  variant,
  streams,
  remotePort,
  key,
  frames,
}: ReceiverTask): Promise<Receiving> {
  const media: Media =
    by === 'thread'
      ? new LocalMedia(HOST, ANY_PORTS, silentLog)
      : await MediaWorkers.start({ address: HOST, rtpPorts: ANY_PORTS, log: silentLog });
  const detector = new URL('../../../plugins/amd-cadence/dist/index.js', import.meta.url).href;
  const plan = listenWith({ module: detector, type: 'amd-cadence', instanceId: 'bench', config: {} }, 0);
  if (plan.kind !== 'listen') throw new Error('There is nothing to listen to.');
  const { input } = plan.task;
  const taskOf = (stream: number) => {
    const tireless: TirelessInput = { detector: input, frames: framesUntilVerdict(frames, stream) };
    return { module: ANALYSER, input: tireless, limitMs: frames * FRAME_MS + PATIENCE_MS };
  };
  const opened = await Promise.all(Array.from({ length: streams }, () => media.open()));
  const verdicts = opened.map(async (stream, number) => {
    stream.agree(agreementWith(remotePort, variant, Uint8Array.from(key)));
    const result = await stream.analyse(taskOf(number));
    return result.kind === 'verdict' && result.verdict === 'heard' ? monotonicMs() : null;
  });
  return {
    ports: opened.map(({ port }) => port),
    verdicts: Promise.all(verdicts),
    close: async () => {
      const figures = await Promise.all(opened.map((stream) => stream.close()));
      await media.close();
      return figures.reduce((sum, each) => sum + (each?.packetsReceived ?? 0), 0);
    },
  };
}

async function serve(): Promise<never> {
  for (;;) {
    const [task] = (await once(process, 'message')) as [ReceiverTask];
    await receive(task);
  }
}

serve().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
