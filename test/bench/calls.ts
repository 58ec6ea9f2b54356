import { callWithEngine, callWithSipp } from './callers.js';
import { withDatabase } from './database.js';
import { figure, type Figure } from './figure.js';
import { benchHighestRate } from './highest-rate.js';
import { benchParallelCalls } from './parallel-calls.js';
import { Sipp } from './sipp.js';

const CALLS = 5000;
const PACED_CALLS = 1000;
const PACE = 50;

/**
 * Complete calls through the whole engine (claim, do-not-call, INVITE, answer, REFER, outcome stored) beside sipp's own
 * caller that makes the same calls to the same callee; and how long the engine takes to react.
 * @param args none, or `--parallel` and the number of simultaneous calls, or `--cps`
 */
export async function* benchCalls([option, value]: readonly string[]): AsyncGenerator<Figure> {
  if (option === '--parallel') yield* benchParallelCalls(Number(value));
  else if (option === '--cps') yield* withDatabase(benchHighestRate);
  else yield* withDatabase(benchManyCalls);
}

async function* benchManyCalls(databaseUrl: string): AsyncGenerator<Figure> {
  const callee = await Sipp.start('callee');
  try {
    const sipp = await callWithSipp(callee.port, CALLS);
    const engine = await callWithEngine(databaseUrl, callee.port, CALLS);
    const perSecond = { name: "sipp's own caller", value: CALLS / sipp.seconds };
    yield figure('complete calls per second', engine.succeeded / engine.seconds, '1/s', perSecond);
    const perCall = { name: "sipp's own caller", value: (1000 * sipp.cpuSeconds) / CALLS };
    yield figure('CPU per call', (1000 * engine.cpuSeconds) / CALLS, 'ms', perCall);
    yield figure('calls that succeeded', engine.succeeded, 'calls', { name: 'calls made', value: CALLS });

    const paced = await callWithEngine(databaseUrl, callee.port, PACED_CALLS, { pace: PACE });
    for (const p of ['p50', 'p99'] as const) {
      const echo = {
        name: `a datagram's way to a socket and back, ${p}`,
        value: paced.floor.datagramEcho[p],
      };
      yield figure(`answer to REFER on the wire at ${PACE}/s, ${p}`, paced.answerToRefer[p], 'ms', echo);
      const commits = { name: `two durable commits, ${p}`, value: paced.floor.twoCommits[p] };
      yield figure(
        `agent free to INVITE on the wire at ${PACE}/s, ${p}`,
        paced.freeToInvite[p],
        'ms',
        commits,
      );
    }
  } finally {
    callee.stop();
  }
}
