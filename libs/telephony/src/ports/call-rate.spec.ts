import fc from 'fast-check';
import { CallRate, type CallRight } from './call-rate.js';

describe('the calls-per-second limit', () => {
  it('tells how much of it was used in the last second', () => {
    const rate = new CallRate(3);
    rate.take(0);
    rate.take(500);
    expect([rate.used(999), rate.used(1000), rate.used(1500)]).toEqual([2, 1, 0]);
  });

  it('is never passed in any second, however rights are taken and given back', () => {
    const step = fc.record({ wait: fc.nat(400), action: fc.constantFrom('take', 'take', 'giveBack') });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), fc.array(step, { maxLength: 120 }), (perSecond, steps) => {
        const rate = new CallRate(perSecond);
        let held: { right: CallRight; at: number }[] = [];
        let now = 0;
        for (const { wait, action } of steps) {
          now += wait;
          const right = action === 'take' ? rate.take(now) : undefined;
          if (right !== undefined) held.push({ right, at: now });
          const last = action === 'giveBack' ? held.at(-1) : undefined;
          if (last === undefined) continue;
          rate.giveBack(last.right);
          held = held.filter((other) => other !== last);
        }
        for (const { at } of held) {
          const inSecond = held.filter((other) => other.at > at - 1000 && other.at <= at);
          expect(inSecond.length).toBeLessThanOrEqual(perSecond);
        }
      }),
    );
  });

  it('refuses nothing below it: a right can be taken exactly when the wait is over', () => {
    const rate = new CallRate(2);
    rate.take(0);
    rate.take(300);
    expect(rate.waitMs(400)).toBe(600);
    expect(rate.take(999)).toBeUndefined();
    expect(rate.take(1000)).toBeDefined();
  });

  it('below one is a call in so many seconds', () => {
    const rate = new CallRate(0.5);
    rate.take(0);
    expect(rate.take(1999)).toBeUndefined();
    expect(rate.waitMs(1500)).toBe(500);
    expect(rate.take(2000)).toBeDefined();
  });

  it('goes on within a window when the clock is set back', () => {
    const rate = new CallRate(1);
    rate.take(3_600_000);
    expect(rate.take(0)).toBeUndefined();
    expect(rate.waitMs(0)).toBe(1000);
    expect(rate.take(1000)).toBeDefined();
  });

  it('lets a right that was given back be taken at once', () => {
    const rate = new CallRate(1);
    const right = rate.take(0) as CallRight;
    expect(rate.take(0)).toBeUndefined();
    rate.giveBack(right);
    expect(rate.take(0)).toBeDefined();
  });
});
