import fc from 'fast-check';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { LeasedPort } from '../dialer-port.js';
import type { LeasablePort } from './leasable-port.js';
import { Trunk } from './trunk.js';
import { TrunkPool } from './trunk-pool.js';

const PORTS = 3000;

/** When INVITEs left, by trunk, ms. */
type Dialled = Map<string, number[]>;

function poolOf(clock: ManualClock, rates: readonly number[], dialled: Dialled): TrunkPool {
  let pool: TrunkPool | undefined;
  const trunks = rates.map((callsPerSecond, n) => {
    const trunk = new Trunk({ name: `t${n}`, callsPerSecond }, clock, () => pool?.available());
    const times: number[] = [];
    dialled.set(trunk.name, times);
    for (let index = 0; index < PORTS / rates.length; index++) {
      let busy = false;
      const be = (isBusy: boolean) => {
        busy = isBusy;
        trunk.changed(port);
      };
      const port: LeasablePort = {
        name: `${trunk.name}-${index}`,
        registered: true,
        sipCode: undefined,
        get busy() {
          return busy;
        },
        get state() {
          return { name: this.name, registration: 'registered', since: clock.now(), busy } as const;
        },
        lease: () => be(true),
        release: () => be(false),
        dial: () => {
          times.push(clock.now().getTime());
          return undefined as never;
        },
      };
      trunk.add(port);
      trunk.changed(port);
    }
    return trunk;
  });
  return (pool = new TrunkPool(trunks));
}

/** The most that fall into any window of so long. */
function mostWithin(times: readonly number[], windowMs: number): number {
  let most = 0;
  let first = 0;
  times.forEach((at, last) => {
    while ((times[first] ?? at) <= at - windowMs) first++;
    most = Math.max(most, last - first + 1);
  });
  return most;
}

describe('a burst of free agents over three thousand ports', () => {
  const burst = fc.record({
    agents: fc.integer({ min: 1, max: PORTS }),
    /** Until the next one. */
    afterMs: fc.nat(1500),
    /** How long each call is prepared, in turn. */
    prepareMs: fc.array(fc.nat(900), { minLength: 1, maxLength: 5 }),
    /** Every so many-th call is given up before it leaves. */
    givenUp: fc.integer({ min: 2, max: 9 }),
  });

  it('begins no more calls in any second than each trunk allows, however they are prepared', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(1, 7, 40), { minLength: 1, maxLength: 3 }),
        fc.array(burst, { minLength: 1, maxLength: 4 }),
        async (rates, bursts) => {
          const clock = new ManualClock('2026-11-23T08:00:00Z');
          const dialled: Dialled = new Map();
          const pool = poolOf(clock, rates, dialled);
          let agents = 0;
          let begun = 0;
          let plan = bursts[0];
          const call = async (port: LeasedPort, givesUp: boolean) => {
            if ((await port.turn()) && !givesUp) port.dial({ number: '1', ringTimeoutMs: 1 });
            else port.release();
          };
          const begin = () => {
            while (agents > 0) {
              const port = pool.acquire();
              if (port === undefined) return;
              agents--;
              begun++;
              const waitMs = plan?.prepareMs[begun % plan.prepareMs.length] ?? 0;
              const givesUp = begun % (plan?.givenUp ?? 1) === 0;
              clock.setTimer(waitMs, () => void call(port, givesUp));
            }
          };
          pool.onAvailable(begin);
          for (plan of bursts) {
            agents = plan.agents;
            begin();
            await clock.advance(plan.afterMs);
          }
          await clock.advance(3000);
          pool.close();
          rates.forEach((rate, n) =>
            expect(mostWithin(dialled.get(`t${n}`) ?? [], 1000)).toBeLessThanOrEqual(rate),
          );
          expect([...dialled.values()].flat().length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 30 },
    );
  });
});
