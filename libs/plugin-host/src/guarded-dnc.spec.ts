import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { DncProvider } from '@marcador/plugin-api';
import { CallGate } from './call-gate.js';
import { guardDnc, missingDnc } from './guarded-dnc.js';

const NUMBER = '554181021119';

function check(provider: Partial<DncProvider>, clock = new ManualClock('2026-01-01T00:00:00Z')) {
  return guardDnc(provider as DncProvider, new CallGate(clock), clock).check(NUMBER);
}

describe('the guard of a do-not-call service', () => {
  it('passes clear answers on', async () => {
    await expect(check({ check: () => Promise.resolve({ listed: false }) })).resolves.toEqual({
      kind: 'clear',
    });
    await expect(check({ check: () => Promise.resolve({ listed: true }) })).resolves.toEqual({
      kind: 'listed',
    });
  });

  it.each([
    undefined,
    null,
    false,
    'clear',
    {},
    { listed: 'false' },
    { listed: 0 },
    { listed: undefined },
    [],
  ])('takes %j for unknown, never for clear', async (answer) => {
    await expect(check({ check: () => Promise.resolve(answer as never) })).resolves.toMatchObject({
      kind: 'unknown',
    });
  });

  it('takes a rejection for unknown, with its reason', async () => {
    const check_ = () => Promise.reject(new Error('The service answered with status 500.'));
    await expect(check({ check: check_ })).resolves.toEqual({
      kind: 'unknown',
      reason: 'The service answered with status 500.',
    });
  });

  it('takes a throw, and an answer that throws when it is read, for unknown', async () => {
    const thrower = () => {
      throw new Error('broken');
    };
    await expect(check({ check: thrower })).resolves.toEqual({ kind: 'unknown', reason: 'broken' });
    const trap = Object.defineProperty({}, 'listed', { get: thrower }) as { listed: boolean };
    await expect(check({ check: () => Promise.resolve(trap) })).resolves.toMatchObject({ kind: 'unknown' });
  });

  it('takes an error that throws when it is read for unknown', async () => {
    const error = new Proxy(new Error('trap'), {
      get() {
        throw new Error('trapped');
      },
    });
    await expect(check({ check: () => Promise.reject(error) })).resolves.toMatchObject({
      kind: 'unknown',
      code: 'no-reason',
    });
  });

  it('tells the service for which call it asks', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    const told: unknown[] = [];
    const provider: DncProvider = {
      check: (number, { signal, ...occasion }) => {
        told.push(number, occasion, signal.aborted);
        return Promise.resolve({ listed: false });
      },
    };
    const occasion = { campaign: { id: 'c1', name: 'Spring' }, company: 'Acme' };
    await guardDnc(provider, new CallGate(clock), clock).check(NUMBER, occasion);
    expect(told).toEqual([NUMBER, occasion, false]);
  });

  it('does not wait for a batch longer than for one number', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    const provider: DncProvider = {
      check: () => new Promise(() => {}),
      checkMany: () => new Promise(() => {}),
    };
    const guard = guardDnc(provider, new CallGate(clock), clock);
    const verdicts = Promise.all(['1', '2', '3'].map((number) => guard.check(number)));
    await clock.advance(6000);
    expect((await verdicts).map(({ kind }) => kind)).toEqual(['unknown', 'unknown', 'unknown']);
  });

  it('stops waiting at the deadline, aborts the look-up and leaves no timer', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    let signal: AbortSignal | undefined;
    const verdict = check(
      {
        check: (_number, context) => {
          signal = context.signal;
          return new Promise(() => {});
        },
      },
      clock,
    );
    await clock.advance(5999);
    expect(signal?.aborted).toBe(false);
    await clock.advance(1);
    await expect(verdict).resolves.toEqual({
      kind: 'unknown',
      reason: 'No answer within 6000 ms.',
      code: 'no-answer-within',
      params: { ms: 6000 },
    });
    expect(signal?.aborted).toBe(true);
    expect(clock.timers).toBe(0);
  });

  it('sets one timer for a number that goes in no batch', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    let timers: number | undefined;
    const answer = () => {
      timers = clock.timers;
      return Promise.resolve({ listed: false });
    };
    await check({ check: answer }, clock);
    expect(timers).toBe(1);
  });

  it('leaves no timer behind an answer', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    await check({ check: () => Promise.resolve({ listed: false }) }, clock);
    expect(clock.timers).toBe(0);
  });

  it('drops an answer that comes after the deadline', async () => {
    const clock = new ManualClock('2026-01-01T00:00:00Z');
    let answer: (value: { listed: boolean }) => void = () => {};
    const verdict = check({ check: () => new Promise((resolve) => (answer = resolve)) }, clock);
    await clock.advance(6000);
    answer({ listed: false });
    await expect(verdict).resolves.toMatchObject({ kind: 'unknown' });
  });

  it.each([
    ['2026-11-20', '2026-11-20'],
    ['2026-99-99', undefined],
    ['today', undefined],
    [20261120, undefined],
    [undefined, undefined],
  ])('is told %j as the day of the list, and knows it as %j', async (told, known) => {
    const clock = new ManualClock('2026-11-22T00:00:00Z');
    const provider = { listDate: () => Promise.resolve(told as string) } as unknown as DncProvider;
    await expect(guardDnc(provider, new CallGate(clock), clock).listDate()).resolves.toBe(known);
  });

  it('knows no day of a list that the service does not tell, in time or at all', async () => {
    const clock = new ManualClock('2026-11-22T00:00:00Z');
    const day = (provider: Partial<DncProvider>) =>
      guardDnc(provider as DncProvider, new CallGate(clock), clock).listDate();
    await expect(day({})).resolves.toBeUndefined();
    await expect(day({ listDate: () => Promise.reject(new Error('broken')) })).resolves.toBeUndefined();
    const hung = day({ listDate: () => new Promise(() => {}) });
    await clock.advance(6000);
    await expect(hung).resolves.toBeUndefined();
  });

  it('knows nothing when the service is missing', async () => {
    await expect(missingDnc({ reason: 'It is gone.' }).check(NUMBER)).resolves.toEqual({
      kind: 'unknown',
      reason: 'It is gone.',
    });
  });
});
