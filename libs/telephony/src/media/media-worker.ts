/** The entry of a media worker: {@link LocalMedia} behind the messages of worker-protocol.ts. */
import { parentPort, workerData } from 'node:worker_threads';
import { beat } from '@marcador/platform/worker-pulse.js';
import type { TelephonyLog } from '../log.js';
import { LocalMedia, type LocalStream } from './local-media.js';
import type { FromWorker, ToWorker, WorkerSettings } from './worker-protocol.js';

const { address, rtpPorts, pulse } = workerData as WorkerSettings & {
  readonly pulse: SharedArrayBuffer;
};
const port = parentPort;
const say = (message: FromWorker) => port?.postMessage(message);

const at = (level: keyof TelephonyLog) => (fields: object, message: string) =>
  say({ type: 'log', level, fields: plain(fields), message });
const log = { debug: at('debug'), info: at('info'), warn: at('warn') };
const media = new LocalMedia(address, rtpPorts, log);
const streams = new Map<number, LocalStream>();

beat(pulse);
port?.on('message', (message: ToWorker) => void obey(message));
say({ type: 'ready' });

async function obey(message: ToWorker): Promise<void> {
  if (message.type === 'open') return open(message.stream);
  const stream = streams.get(message.stream);
  switch (message.type) {
    case 'agree':
      stream?.agree(message.agreement);
      return;
    case 'press':
      stream?.press(message.keys);
      return;
    case 'analyse': {
      const result = await stream?.analyse(message.task);
      if (result !== undefined) say({ type: 'analysed', stream: message.stream, result });
      return;
    }
    case 'leave-message': {
      const result = await stream?.leaveMessage(message.task);
      if (result !== undefined) say({ type: 'message-ended', stream: message.stream, result });
      return;
    }
    case 'close':
      streams.delete(message.stream);
      say({ type: 'closed', stream: message.stream, figures: await stream?.close() });
  }
}

async function open(number: number): Promise<void> {
  try {
    const stream = await media.open();
    streams.set(number, stream);
    say({ type: 'opened', stream: number, port: stream.port });
  } catch (error) {
    say({
      type: 'not-opened',
      stream: number,
      message: error instanceof Error ? error.message : String(error),
    });
  }
}

/** What a plugin logs may hold what does not pass between threads. */
function plain(fields: object): object {
  try {
    return JSON.parse(JSON.stringify(fields)) as object;
  } catch {
    return {};
  }
}
