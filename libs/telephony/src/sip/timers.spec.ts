import { Timers } from 'sip.js/lib/core/timers.js';
import { applyUdpTimers, transactionTimeout } from './timers.js';

it('the timers of sip.js have their values for an unreliable transport (RFC 3261, table 4)', () => {
  applyUdpTimers();
  expect(Timers).toMatchObject({
    TIMER_B: 32_000,
    TIMER_D: 32_000,
    TIMER_F: 32_000,
    TIMER_H: 32_000,
    TIMER_I: 5000,
    TIMER_J: 32_000,
    TIMER_K: 5000,
  });
  expect(transactionTimeout()).toBe(32_000);
});
