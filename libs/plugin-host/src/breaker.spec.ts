import { ManualClock } from '@marcador/platform/manual-clock.js';
import { Breaker } from './breaker.js';

describe('the breaker of an instance', () => {
  const clock = new ManualClock('2026-01-01T00:00:00Z');
  let breaker: Breaker;
  beforeEach(() => (breaker = new Breaker(clock)));

  const fail = (times: number, reason = 'down') => {
    for (let call = 0; call < times; call++) {
      breaker.begin();
      breaker.failed(new Error(reason));
    }
  };

  it('opens at the fifth failure in a row, and knows the last one', () => {
    fail(4);
    expect(breaker.state).toBe('closed');
    fail(1, 'still down');
    expect(breaker.state).toBe('open');
    expect(breaker.refuses).toBe(true);
    expect(breaker.failure).toEqual(new Error('still down'));
  });

  it('counts failures in a row only', () => {
    fail(4);
    breaker.begin();
    breaker.succeeded();
    fail(4);
    expect(breaker.state).toBe('closed');
  });

  it('lets one call through after its pause, which decides', async () => {
    fail(5);
    await clock.advance(499);
    expect(breaker.refuses).toBe(true);
    await clock.advance(1);
    expect(breaker.state).toBe('half-open');
    expect(breaker.refuses).toBe(false);
    breaker.begin();
    expect(breaker.refuses).toBe(true);
    breaker.succeeded();
    expect(breaker.state).toBe('closed');
    expect(breaker.refuses).toBe(false);
  });

  it('pauses twice as long after each probe that fails, up to 2 s, and 0.5 s again once it was closed', async () => {
    fail(5);
    for (const pauseMs of [500, 1000, 2000, 2000]) {
      await clock.advance(pauseMs - 1);
      expect(breaker.state).toBe('open');
      await clock.advance(1);
      expect(breaker.state).toBe('half-open');
      fail(1);
    }
    await clock.advance(2000);
    breaker.begin();
    breaker.succeeded();
    fail(5);
    await clock.advance(500);
    expect(breaker.state).toBe('half-open');
  });

  it('is not held open longer by calls that began before it opened', async () => {
    fail(5);
    for (let call = 0; call < 30; call++) breaker.failed(new Error('late'));
    await clock.advance(500);
    expect(breaker.state).toBe('half-open');
  });

  it('lets another call decide when whoever waited for the probe went away', async () => {
    fail(5);
    await clock.advance(500);
    breaker.begin();
    breaker.abandoned();
    expect(breaker.refuses).toBe(false);
    expect(breaker.state).toBe('half-open');
  });
});
