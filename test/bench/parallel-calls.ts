import { callWithSipp, campaignOf } from './callers.js';
import { withDatabase } from './database.js';
import { EngineProcess } from './engine-process.js';
import { figure, percentiles, type Figure } from './figure.js';
import { startListenedTo } from './listened-to.js';

/** The curve up to the number that is asked for. */
const STEPS = [300, 1000, 2000, 3000];
/** A call rings for so long and is then listened to for a tenth of its time. */
const RINGING_MS = 26_500;
/** Agents become free somewhat faster than calls end, so that it is the ports that limit them. */
const CALL_SECONDS = 29;
/** What the setup of a call may take, as in the search for the highest rate. */
const SETUP_MS = 100;
/** The callee tells no times apart that are closer together. */
const SIPP_CLOCK_MS = 4;
/** How often each port calls. */
const ROUNDS = 2;

/**
 * So many simultaneous calls, most of them ringing, a tenth of them answered and listened to by the built-in detector,
 * with audio; beside sipp's own caller, who makes as many to the same callee and neither listens nor stores anything.
 */
export async function* benchParallelCalls(most: number): AsyncGenerator<Figure> {
  if (!(most >= 1)) throw new Error('Say how many calls: npm run bench -- calls --parallel 3000');
  for (const calls of new Set([...STEPS.filter((step) => step < most), most])) {
    yield* withDatabase((url, folder) => benchAt(calls, url, folder));
  }
}

async function* benchAt(parallel: number, databaseUrl: string, folder: string): AsyncGenerator<Figure> {
  const callee = await startListenedTo(folder, RINGING_MS, ['-trace_rtt', '-rtt_freq', '1']);
  try {
    const calls = parallel * ROUNDS;
    const pace = Math.ceil(parallel / CALL_SECONDS);
    const round = await campaignOf(databaseUrl, calls);
    const { port: calleePort } = callee;
    const engine = await EngineProcess.start({
      databaseUrl,
      calleePort,
      ports: parallel,
      listens: true,
    });
    const before = await engine.vitals();
    const { busiest, listenedTo, ...made } = await engine.call({ ...round, pace, portsLimit: true });
    const answered = await callee.responseTimes();
    const setup = percentiles(answered);
    await engine.stop();
    const sipp = await callWithSipp(calleePort, parallel, parallel, pace);
    const setupOfSipp = percentiles((await callee.responseTimes()).slice(answered.length));

    const at = `at ${parallel} simultaneous calls`;
    const all = { name: 'calls made', value: calls };
    yield figure(`calls that succeeded ${at}`, made.succeeded, 'calls', all);
    const wanted = { name: 'wanted', value: parallel };
    yield figure(`most calls at a time ${at}`, busiest.calls, 'calls', wanted);
    const tenth = { name: 'wanted', value: parallel / 10 };
    for (const which of ['least', 'median'] as const)
      yield figure(`of these listened to ${at}, ${which}`, listenedTo[which], 'calls', tenth);
    const allowed = { name: 'allowed for 99 %', value: SETUP_MS };
    for (const p of ['p50', 'p99'] as const) {
      yield figure(`agent free to INVITE ${at}, ${p}`, made.freeToInvite[p], 'ms', allowed);
      const beyondRinging = made.freeToAck[p] - RINGING_MS;
      yield figure(`agent free to ACK, ringing left out, ${at}, ${p}`, beyondRinging, 'ms', allowed);
    }
    for (const p of ['p50', 'p99'] as const) {
      const theirs = { name: `sipp's own caller, ${p}`, value: Math.max(SIPP_CLOCK_MS, setupOfSipp[p]) };
      yield figure(`answer to ACK at the callee ${at}, ${p}`, setup[p], 'ms', theirs);
    }
    const perCall = { name: "sipp's own caller", value: (1000 * sipp.cpuSeconds) / parallel };
    yield figure(`CPU per call ${at}`, (1000 * made.cpuSeconds) / calls, 'ms', perCall);
    const cores = { name: 'one core', value: 100 };
    yield figure(`CPU ${at}`, (100 * made.cpuSeconds) / made.seconds, '%', cores);
    const empty = { name: 'of the process before the first', value: before.memory / 1024 };
    yield figure(
      `memory per call ${at}`,
      (busiest.memory - before.memory) / busiest.calls / 1024,
      'kB',
      empty,
    );
  } finally {
    callee.stop();
  }
}
