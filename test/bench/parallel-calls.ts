import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@marcador/persistence/embedded-postgres/embedded-postgres.js';
import { callWithEngine, callWithSipp } from './callers.js';
import { figure, percentiles, type Figure } from './figure.js';
import { Sipp } from './sipp.js';

/** The curve up to the number that is asked for. */
const STEPS = [300, 1000, 2000, 3000];
/** A call rings for so long and is then listened to for some three seconds: a tenth of all are. */
const RINGING_MS = 27_000;
const CALL_SECONDS = 30;
/** How often each port calls. */
const ROUNDS = 3;
const SIPP_CALLS = 3000;
/** What people say, as sipp plays it: beside its working directory. */
const SPEECH = join(tmpdir(), 'marcador-bench-hello.ulaw');

/**
 * So many simultaneous calls, most of them ringing, a tenth of them answered and listened to by the built-in detector,
 * with audio; beside sipp's own caller.
 */
export async function* benchParallelCalls(most: number): AsyncGenerator<Figure> {
  if (!(most >= 1)) throw new Error('Say how many calls: npm run bench -- calls --parallel 3000');
  await writeFile(SPEECH, await speech());
  const sipp = await sippsCaller();
  for (const calls of new Set([...STEPS.filter((step) => step < most), most])) yield* benchAt(calls, sipp);
  await rm(SPEECH);
}

async function* benchAt(parallel: number, sippCpuMs: number): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'marcador-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  const callee = await Sipp.start('listened-to', [
    ...['-d', String(RINGING_MS), '-trace_rtt', '-rtt_freq', '10'],
  ]);
  try {
    const calls = parallel * ROUNDS;
    const engine = await callWithEngine(postgres.url, callee.port, calls, {
      agents: parallel,
      callsPerSecond: Math.max(1, parallel / CALL_SECONDS),
      listens: true,
    });
    const setup = percentiles(await callee.responseTimes());
    const at = `at ${parallel} simultaneous calls`;
    const made = { name: 'calls made', value: calls };
    yield figure(`calls that succeeded ${at}`, engine.succeeded, 'calls', made);
    yield figure(`most calls at a time ${at}`, engine.parallel.calls, 'calls', {
      name: 'wanted',
      value: parallel,
    });
    const echo = engine.floor.datagramEcho;
    for (const p of ['p50', 'p99'] as const)
      yield figure(`answer to ACK at the callee ${at}, ${p}`, setup[p], 'ms', {
        name: `a datagram's way to a socket and back, ${p}`,
        value: echo[p],
      });
    yield figure(`CPU per call ${at}`, (1000 * engine.cpuSeconds) / calls, 'ms', {
      name: "sipp's own caller",
      value: sippCpuMs,
    });
    const { memory, memoryBefore } = engine.parallel;
    yield figure(`memory per call ${at}`, (memory - memoryBefore) / parallel / 1024, 'kB', {
      name: 'of the process before the first',
      value: memoryBefore / 1024,
    });
  } finally {
    callee.stop();
    await postgres.stop();
    await rm(postgres.location, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }
}

/** CPU of a call of sipp's caller, ms. */
async function sippsCaller(): Promise<number> {
  const callee = await Sipp.start('callee');
  try {
    const { cpuSeconds } = await callWithSipp(callee.port, SIPP_CALLS);
    return (1000 * cpuSeconds) / SIPP_CALLS;
  } finally {
    callee.stop();
  }
}

/** A "hello" and a silence after it. */
async function speech(): Promise<Buffer> {
  const wave = await readFile(new URL('../../../apps/simulator/audio/hello-en.wav', import.meta.url));
  const WAVE_HEAD = 58;
  return Buffer.concat([wave.subarray(WAVE_HEAD), Buffer.alloc(40_000, 0xff)]);
}
