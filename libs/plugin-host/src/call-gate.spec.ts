import { ManualClock } from '@marcador/platform/manual-clock.js';
import { CallGate } from './call-gate.js';

const DEADLINE_MS = 1000;
const fails = () => Promise.reject(new Error('down'));
const hangs = () => new Promise<never>(() => {});

describe('the gate of an instance', () => {
  let clock: ManualClock;
  let gate: CallGate;
  beforeEach(() => {
    clock = new ManualClock('2026-01-01T00:00:00Z');
    gate = new CallGate(clock);
  });

  const run = <T>(work: (signal: AbortSignal) => Promise<T>, outer?: AbortSignal) =>
    gate.run(DEADLINE_MS, work, outer);
  const failed = async (times: number) => {
    for (let call = 0; call < times; call++) await expect(run(fails)).rejects.toThrow('down');
  };

  it('passes answers and failures on, and counts them', async () => {
    await expect(run(() => Promise.resolve(7))).resolves.toBe(7);
    await failed(1);
    expect(gate.figures()).toMatchObject({
      ...{ calls: 2, failures: 1, late: 0, refused: 0, underWay: 0, waiting: 0, breaker: 'closed' },
      latency: { p50Ms: expect.any(Number) as number, p99Ms: expect.any(Number) as number },
    });
  });

  it('lets 32 calls be under way, and the next one begin when one of them has ended', async () => {
    const ends: (() => void)[] = [];
    const work = () => new Promise<void>((resolve) => ends.push(resolve));
    const calls = Array.from({ length: 33 }, () => run(work));
    await clock.advance(0);
    expect(ends).toHaveLength(32);
    expect(gate.figures()).toMatchObject({ underWay: 32, waiting: 1 });
    ends[5]?.();
    await clock.advance(0);
    expect(ends).toHaveLength(33);
    for (const end of ends) end();
    await Promise.all(calls);
    expect(gate.figures()).toMatchObject({ underWay: 0, waiting: 0, calls: 33 });
  });

  it('counts the deadline from the ask: who waits for a place that long never begins', async () => {
    let begun = 0;
    const calls = Array.from({ length: 40 }, () =>
      run(() => {
        begun += 1;
        return hangs();
      }),
    );
    const ended = Promise.allSettled(calls);
    await clock.advance(DEADLINE_MS);
    expect((await ended).every(({ status }) => status === 'rejected')).toBe(true);
    // Those whose own deadline comes a moment after the one that gave them a place; then the breaker is open.
    expect(begun).toBeLessThan(40);
    expect(gate.figures()).toMatchObject({ late: 40, underWay: 0, waiting: 0 });
    expect(clock.timers).toBe(0);
  });

  it('does not call a plugin that failed five times in a row, and says at once what it failed with', async () => {
    await failed(5);
    let called = 0;
    const work = () => Promise.resolve(++called);
    await expect(run(work)).rejects.toThrow('down');
    expect(called).toBe(0);
    expect(gate.figures()).toMatchObject({ breaker: 'open', refused: 1, failures: 5 });
  });

  it('turns those away who wait for a place when the breaker opens', async () => {
    const rejects: ((error: Error) => void)[] = [];
    let called = 0;
    const work = () =>
      new Promise<never>((_resolve, reject) => {
        called += 1;
        rejects.push(reject);
      });
    const ended = Promise.allSettled(Array.from({ length: 40 }, () => run(work)));
    await clock.advance(0);
    for (const reject of rejects.splice(0)) reject(new Error('down'));
    await clock.advance(DEADLINE_MS);
    await ended;
    // Four failures leave the breaker closed, and give four places to others.
    expect(called).toBeLessThanOrEqual(36);
    expect(gate.figures()).toMatchObject({ underWay: 0, waiting: 0 });
  });

  it('asks again after the pause, one call at a time, and is as before when that one succeeds', async () => {
    await failed(5);
    await clock.advance(500);
    let answer: (value: number) => void = () => {};
    const probe = run(() => new Promise<number>((resolve) => (answer = resolve)));
    await clock.advance(0);
    await expect(run(() => Promise.resolve(1))).rejects.toThrow('down');
    answer(2);
    await expect(probe).resolves.toBe(2);
    await expect(run(() => Promise.resolve(1))).resolves.toBe(1);
    expect(gate.figures()).toMatchObject({ breaker: 'closed' });
  });

  it('does not blame the plugin when whoever waited went away', async () => {
    for (let call = 0; call < 9; call++) {
      const outer = new AbortController();
      const asked = run(hangs, outer.signal);
      await clock.advance(0);
      outer.abort(new Error('gone'));
      await expect(asked).rejects.toThrow('gone');
    }
    expect(gate.figures()).toMatchObject({ breaker: 'closed', failures: 0, late: 0, underWay: 0 });
  });

  it('is not harmed by what settles after its deadline', async () => {
    let reject: (error: Error) => void = () => {};
    const late = expect(run(() => new Promise<never>((_resolve, fail) => (reject = fail)))).rejects.toThrow(
      'No answer within 1000 ms.',
    );
    await clock.advance(DEADLINE_MS);
    await late;
    reject(new Error('late'));
    await clock.advance(0);
    expect(gate.figures()).toMatchObject({ late: 1, failures: 0, underWay: 0 });
  });

  it('counts what answers at once, too, and spares it', () => {
    const thrower = () => {
      throw new Error('down');
    };
    for (let call = 0; call < 5; call++) expect(() => gate.runSync(thrower)).toThrow('down');
    let called = 0;
    const work = () => ++called;
    expect(() => gate.runSync(work)).toThrow('down');
    expect(called).toBe(0);
    expect(gate.figures()).toMatchObject({ calls: 5, failures: 5, refused: 1 });
  });
});
