import fc from 'fast-check';
import { CallRate, type RateToken } from './call-rate.js';

describe('the calls-per-second limit', () => {
  it('is never passed in any second, however rights are taken, used late or given back', () => {
    const step = fc.record({ wait: fc.nat(400), action: fc.constantFrom('take', 'take', 'use', 'giveBack') });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 120 }), (perSecond, steps) => {
        const rate = new CallRate(perSecond);
        const held: RateToken[] = [];
        const used: number[] = [];
        let now = 0;
        for (const { wait, action } of steps) {
          now += wait;
          const taken = action === 'take' ? rate.take(now) : undefined;
          if (taken !== undefined) held.push(taken);
          const token = action === 'take' ? undefined : held.shift();
          if (token === undefined) continue;
          if (action === 'giveBack') rate.giveBack(token);
          else {
            rate.use(token, now);
            used.push(now);
          }
        }
        for (const at of used) {
          expect(used.filter((other) => other > at - 1000 && other <= at).length).toBeLessThanOrEqual(
            perSecond,
          );
        }
      }),
    );
  });

  it('below one is a call in so many seconds', () => {
    const rate = new CallRate(0.5);
    rate.use(rate.take(0) as RateToken, 0);
    expect(rate.take(1999)).toBeUndefined();
    expect(rate.waitMs(1500)).toBe(500);
    expect(rate.take(2000)).toBeDefined();
  });

  it('goes on within a window when the clock is set back', () => {
    const rate = new CallRate(1);
    rate.use(rate.take(3_600_000) as RateToken, 3_600_000);
    expect(rate.take(0)).toBeUndefined();
    expect(rate.waitMs(0)).toBe(1000);
    expect(rate.take(1000)).toBeDefined();
  });

  it('lets a right that was given back be taken at once', () => {
    const rate = new CallRate(1);
    const token = rate.take(0) as RateToken;
    expect(rate.take(0)).toBeUndefined();
    rate.giveBack(token);
    expect(rate.take(0)).toBeDefined();
  });
});
