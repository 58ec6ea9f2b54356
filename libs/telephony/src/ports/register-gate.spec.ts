import fc from 'fast-check';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import { RegisterGate } from './register-gate.js';

function gateOf(perSecond: number) {
  const clock = new ManualClock('2026-11-23T08:00:00Z');
  const gate = new RegisterGate(perSecond, clock);
  const left: { readonly name: string; readonly at: number }[] = [];
  const begin = clock.now().getTime();
  const queue = (name: string) => gate.pass(() => left.push({ name, at: clock.now().getTime() - begin }));
  return { clock, gate, left, queue };
}

describe('the gate of REGISTERs', () => {
  it('lets the first one leave at once, the others in their order, each as long after the one before', async () => {
    const { clock, left, queue } = gateOf(100);
    for (const name of ['a', 'b', 'c']) queue(name);
    expect(left).toEqual([{ name: 'a', at: 0 }]);
    await clock.advance(1000);
    expect(left).toEqual([
      { name: 'a', at: 0 },
      { name: 'b', at: 10 },
      { name: 'c', at: 20 },
    ]);
  });

  it('never lets two leave closer to each other, whatever comes and is called off', async () => {
    const step = fc.record({
      wait: fc.nat(60),
      action: fc.constantFrom('queue', 'queue', 'call-off', 'hold', 'go-on'),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(1, 20, 100),
        fc.array(step, { maxLength: 40 }),
        async (perSecond, steps) => {
          const { clock, gate, left, queue } = gateOf(perSecond);
          const queued = new Map<string, ReturnType<typeof queue>>();
          for (const [index, { wait, action }] of steps.entries()) {
            const [oldest] = queued;
            if (action === 'queue') queued.set(String(index), queue(String(index)));
            if (action === 'hold') gate.holdBack(wait * 10);
            if (action === 'go-on') gate.goOn();
            if (action === 'call-off' && oldest !== undefined) {
              oldest[1].cancel();
              queued.delete(oldest[0]);
            }
            await clock.advance(wait);
          }
          await clock.advance(60_000);
          expect(left.map(({ name }) => name)).toEqual(expect.arrayContaining([...queued.keys()]));
          for (const [index, { at }] of left.slice(1).entries())
            expect(at - (left[index]?.at ?? 0)).toBeGreaterThanOrEqual(1000 / perSecond);
        },
      ),
    );
  });

  it('lets none leave while the registrar wants none, and all of them after that', async () => {
    const { clock, gate, left, queue } = gateOf(100);
    gate.holdBack(5000);
    gate.holdBack(2000);
    queue('a');
    queue('b');
    await clock.advance(4999);
    expect(left).toEqual([]);
    await clock.advance(11);
    expect(left).toEqual([
      { name: 'a', at: 5000 },
      { name: 'b', at: 5010 },
    ]);
  });

  it('lets them leave before that where there is another registrar', async () => {
    const { clock, gate, left, queue } = gateOf(100);
    gate.holdBack(5000);
    queue('a');
    await clock.advance(1000);
    gate.goOn();
    expect(left).toEqual([{ name: 'a', at: 1000 }]);
  });

  it('lets nothing leave once it is closed', async () => {
    const { clock, gate, left, queue } = gateOf(100);
    queue('a');
    queue('b');
    gate.close();
    queue('c');
    await clock.advance(1000);
    expect(left.map(({ name }) => name)).toEqual(['a']);
    expect(clock.timers).toBe(0);
  });
});
