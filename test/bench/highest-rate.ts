import { callWithSipp, campaignOf } from './callers.js';
import { EngineProcess } from './engine-process.js';
import type { RoundResult } from './engine-protocol.js';
import { figure, type Figure } from './figure.js';
import { Sipp } from './sipp.js';

const PORTS = 1000;
const SECONDS = 10;
const WARM_UP_CALLS = 1000;
const SIPP_CALLS = 20_000;
/** What a rate has to keep to. */
const COMPLETE = 0.999;
const SETUP_MS = 100;
const FIRST_RATE = 50;
/** The search ends when what holds and what does not are so near. */
const NEAR = 1.06;

/**
 * The highest rate, in calls a second, at which 99.9 % of the calls complete and the 99th percentile of the setup (agent
 * free → claim → do-not-call → INVITE → answer → ACK) stays under 100 ms.
 */
export async function* benchHighestRate(databaseUrl: string): AsyncGenerator<Figure> {
  const callee = await Sipp.start('callee');
  try {
    const { port: calleePort } = callee;
    const engine = await EngineProcess.start({
      databaseUrl,
      calleePort,
      ports: PORTS,
      callsPerSecond: 10_000,
    });
    const at = async (pace: number) =>
      engine.call({ ...(await campaignOf(databaseUrl, pace * SECONDS)), pace });
    await engine.call(await campaignOf(databaseUrl, WARM_UP_CALLS));

    let held: RoundResult | undefined;
    let low = 0;
    let high = Infinity;
    for (let rate = FIRST_RATE; high / low > NEAR; rate = between(low, high)) {
      const result = await at(rate);
      const holds = result.succeeded >= COMPLETE * rate * SECONDS && result.freeToAck.p99 < SETUP_MS;
      if (holds) {
        low = rate;
        held = result;
      } else high = rate;
    }
    await engine.stop();
    const sipp = await callWithSipp(calleePort, SIPP_CALLS);
    const most = { name: "sipp's own caller, as fast as it can", value: SIPP_CALLS / sipp.seconds };
    yield figure('highest rate', low, 'calls/s', most);
    if (held === undefined) return;
    yield figure('calls that succeeded at it', held.succeeded, 'calls', {
      name: 'calls made',
      value: low * SECONDS,
    });
    for (const p of ['p50', 'p99'] as const) {
      const allowed = { name: 'allowed for 99 %', value: SETUP_MS };
      yield figure(`setup at it, ${p}`, held.freeToAck[p], 'ms', allowed);
    }
  } finally {
    callee.stop();
  }
}

function between(low: number, high: number): number {
  return high === Infinity ? 2 * low : Math.round(low === 0 ? high / 2 : Math.sqrt(low * high));
}
