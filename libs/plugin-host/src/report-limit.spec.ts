import { ManualClock } from '@marcador/platform/manual-clock.js';
import { ReportLimit } from './report-limit.js';

describe('the limit of reports', () => {
  const setUp = () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    const limit = new ReportLimit(clock);
    const told: number[] = [];
    const report = (value: number) => limit.take(() => told.push(value));
    return { clock, limit, told, report };
  };

  it('passes a burst on at once, in order', () => {
    const { told, report } = setUp();
    for (let value = 0; value < 100; value++) report(value);
    expect(told).toEqual(Array.from({ length: 100 }, (_, value) => value));
  });

  it('of a flood passes a hundred a second on, and the last one in any case', async () => {
    const { clock, told, report } = setUp();
    for (let value = 0; value < 10_000; value++) report(value);
    expect(told).toHaveLength(100);
    await clock.advance(10);
    expect(told).toHaveLength(101);
    expect(told.at(-1)).toBe(9999);
    expect(clock.timers).toBe(0);
    for (let ms = 0; ms < 1000; ms++) {
      report(ms);
      await clock.advance(1);
    }
    await clock.advance(10);
    expect(told.length).toBeLessThanOrEqual(203);
    expect(told.at(-1)).toBe(999);
  });

  it('passes nothing on once it is closed, and leaves no timer', async () => {
    const { clock, limit, told, report } = setUp();
    for (let value = 0; value < 102; value++) report(value);
    limit.close();
    expect(clock.timers).toBe(0);
    await clock.advance(1000);
    expect(told).toHaveLength(100);
  });
});
