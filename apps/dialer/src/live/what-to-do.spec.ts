import type { Hindrance } from '@marcador/dialing/hindrances.js';
import { HINDRANCE_KIND } from '../http/named-enums.js';
import { whatToDo } from './what-to-do.js';

const AT = new Date('2026-11-23T08:00:00Z');
const OUTAGE = { since: AT, reason: 'It answered 500.' };

const ONE_OF_EACH: readonly Hindrance[] = [
  { kind: 'stopped' },
  { kind: 'group-disabled', group: 'Sales' },
  { kind: 'outside-hours', next: AT },
  { kind: 'outside-hours', next: null },
  { kind: 'all-leads-finished' },
  { kind: 'no-lead-due', next: AT },
  { kind: 'no-lead-due', next: null },
  { kind: 'do-not-call-out-of-service', service: 'Registry', ...OUTAGE },
  { kind: 'do-not-call-list-too-old', service: 'R', listDate: '2026-10-01', days: 53, oldestDays: 31 },
  { kind: 'do-not-call-list-too-old', service: 'R', listDate: null, days: null, oldestDays: 31 },
  { kind: 'cannot-send', ...OUTAGE, until: AT },
  { kind: 'queue-unreachable', reason: 'It is silent.' },
  { kind: 'no-free-agent', loggedOn: 0 },
  { kind: 'no-free-agent', loggedOn: 3 },
  { kind: 'no-free-agent', loggedOn: 3, busy: { talking: 1, wrapUp: 2, unavailable: 0 } },
  { kind: 'agents-promised', free: 2, inFlight: 2 },
  { kind: 'pacing', free: 2, inFlight: 1 },
  { kind: 'no-port-registered', ports: 2, refused: [] },
  { kind: 'no-port-registered', ports: 2, refused: [{ sipCode: 403, ports: 2, port: '2001' }] },
  { kind: 'all-ports-busy', ports: 2 },
  { kind: 'calls-per-second', until: AT },
  { kind: 'calls-per-second', until: AT, trunk: 'pbx' },
  { kind: 'trunk-held-back', until: AT },
];

describe('why a campaign does not dial', () => {
  it('is told in a sentence of its own for each hindrance', () => {
    const sentences = ONE_OF_EACH.map(whatToDo);
    expect(new Set(sentences).size).toBe(ONE_OF_EACH.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].*\.$/);
  });

  it('names the port and the code that its registration was refused with', () => {
    expect(
      whatToDo({ kind: 'no-port-registered', ports: 2, refused: [{ sipCode: 403, ports: 2, port: '2001' }] }),
    ).toMatch(/403 to 2001/);
  });

  it('is documented kind by kind', () => {
    expect(new Set(ONE_OF_EACH.map(({ kind }) => kind))).toEqual(new Set(HINDRANCE_KIND.enum));
  });
});
