import { createLog } from '@marcador/platform/logging.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import { stopInTime } from './stop-in-time.js';

describe('a stop', () => {
  const clock = new ManualClock('2026-11-23T12:00:00Z');
  let lines: string[];
  const log = createLog('info', { write: (line) => void lines.push(line) });
  beforeEach(() => (lines = []));

  const stopping = (stop: () => Promise<void>, calls: Record<string, number> = {}) =>
    stopInTime({ stop, unwrittenCalls: () => calls }, 70_000, clock, log);

  it('is in order when all is written and closed within the limit', async () => {
    expect(await stopping(() => Promise.resolve())).toBe(true);
    expect([lines, clock.timers]).toEqual([[], 0]);
  });

  it('is over at the limit, and says which campaigns have calls to be settled at the next start', async () => {
    const stopped = stopping(() => new Promise(() => undefined), { Renewal: 2 });
    await clock.advance(69_999);
    expect(clock.timers).toBe(1);
    await clock.advance(1);
    expect(await stopped).toBe(false);
    expect(JSON.parse(lines.join(''))).toMatchObject({
      level: 'error',
      calls: { Renewal: 2 },
      msg: 'Not stopped within 70 s, ending now: the outcomes of these calls are settled at the next start.',
    });
  });

  it('is not in order when outcomes could not be written', async () => {
    expect(await stopping(() => Promise.resolve(), { Renewal: 1 })).toBe(false);
    expect(JSON.parse(lines.join(''))).toMatchObject({
      level: 'error',
      calls: { Renewal: 1 },
      msg: 'Stopped without the outcomes of these calls: they are settled at the next start.',
    });
  });
});
