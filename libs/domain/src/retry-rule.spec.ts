import fc from 'fast-check';
import { LEAD_STATUSES, type LeadResult } from './lead-status.js';
import { nextAttemptAt } from './retry-rule.js';

const HOUR = 3_600_000;
const end = new Date('2026-11-22T20:00Z');

describe('the retry rule', () => {
  it('is due at call end + retry-after, also on the next day', () => {
    expect(nextAttemptAt({ maxAttempts: 5, retryAfterMs: 24 * HOUR }, { status: 'BUSY' }, 1, end)).toEqual(
      new Date('2026-11-23T20:00Z'),
    );
  });

  it('never allows more than max attempts nor less than the retry-after time', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.integer({ min: 1, max: 1440 }),
        fc.array(fc.record<LeadResult>({ status: fc.constantFrom(...LEAD_STATUSES), final: fc.boolean() }), {
          maxLength: 120,
        }),
        (maxAttempts, minutes, results) => {
          const rule = { maxAttempts, retryAfterMs: minutes * 60_000 };
          let attempts = 0;
          let due: Date | undefined = end;
          for (const result of results) {
            if (due === undefined) break;
            const callEnd: Date = new Date(due.getTime() + 1000);
            due = nextAttemptAt(rule, result, ++attempts, callEnd);
            if (due !== undefined) expect(due.getTime() - callEnd.getTime()).toBe(rule.retryAfterMs);
            if (result.final) expect(due).toBeUndefined();
          }
          expect(attempts).toBeLessThanOrEqual(maxAttempts);
        },
      ),
    );
  });
});
