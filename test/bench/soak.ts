import { setTimeout as wait } from 'node:timers/promises';
import { campaignOf } from './callers.js';
import { withDatabase } from './database.js';
import { EngineProcess } from './engine-process.js';
import { figure, type Figure } from './figure.js';
import { startListenedTo } from './listened-to.js';

const MINUTES = 60;
const PORTS = 200;
const PACE = 30;
const RINGING_MS = 1000;
const WARM_UP_MINUTES = 2;
/** After the last call, until the last transaction of it is forgotten (RFC 3261, 64 T1) and a sweep has passed. */
const SETTLE_MS = 70_000;

/**
 * Load over a long time, 30 calls a second with the built-in detector listening: what the engine's process holds after it,
 * beside what it held after two minutes of the same; with no call under way, and resident memory also in the last minute
 * of calls.
 * @param args `--minutes` and a number, an hour by default
 */
export async function* benchSoak([option, value]: readonly string[]): AsyncGenerator<Figure> {
  const minutes = option === '--minutes' ? Number(value) : MINUTES;
  yield* withDatabase((url, folder) => soak(minutes, url, folder));
}

async function* soak(minutes: number, databaseUrl: string, folder: string): AsyncGenerator<Figure> {
  const callee = await startListenedTo(folder, RINGING_MS);
  try {
    const { port: calleePort } = callee;
    const engine = await EngineProcess.start({ databaseUrl, calleePort, ports: PORTS, listens: true });
    const loadFor = async (length: number) => {
      const calls = length * 60 * PACE;
      const { succeeded, memory: calling } = await engine.call({
        ...(await campaignOf(databaseUrl, calls)),
        pace: PACE,
      });
      await wait(SETTLE_MS);
      return { calls, succeeded, calling, ...(await engine.vitals()) };
    };
    const before = await loadFor(WARM_UP_MINUTES);
    const after = await loadFor(minutes);
    await engine.stop();
    const then = `after ${WARM_UP_MINUTES} minutes`;
    yield figure(`calls that succeeded in ${minutes} minutes`, after.succeeded, 'calls', {
      name: 'calls made',
      value: after.calls,
    });
    const mb = 1024 * 1024;
    yield figure('resident memory while calling', after.calling / mb, 'MB', {
      name: 'in the second minute',
      value: before.calling / mb,
    });
    yield figure('resident memory without a call', after.memory / mb, 'MB', {
      name: then,
      value: before.memory / mb,
    });
    yield figure('heap after garbage collection', after.heap / mb, 'MB', {
      name: then,
      value: before.heap / mb,
    });
    yield figure('open handles', after.handles, 'handles', { name: then, value: before.handles });
    yield figure('timers', after.timers, 'timers', { name: then, value: before.timers });
  } finally {
    callee.stop();
  }
}
