import type { DncVerdict } from '@marcador/plugin-host/guarded-dnc.js';
import fc from 'fast-check';
import { clearanceOf } from './clearance.js';

const CLEAR: DncVerdict = { kind: 'clear' };
const LISTED: DncVerdict = { kind: 'listed' };
const UNKNOWN: DncVerdict = { kind: 'unknown', reason: 'It answered 500.' };
const of = (...verdicts: DncVerdict[]) =>
  clearanceOf(verdicts.map((verdict, at) => ({ instanceId: `d${at + 1}`, verdict })));

describe('several do-not-call services together', () => {
  it('list a number that any of them lists, on the word of those that do', () => {
    expect(of(CLEAR, LISTED, CLEAR)).toEqual({ kind: 'listed', by: ['d2'] });
    expect(of(LISTED, UNKNOWN, LISTED)).toEqual({ kind: 'listed', by: ['d1', 'd3'] });
  });

  it('clear a number exactly when each of them does, and there is one', () => {
    expect(of()).toEqual({ kind: 'unknown' });
    expect(of(CLEAR, CLEAR)).toEqual({ kind: 'clear', by: ['d1', 'd2'] });
    fc.assert(
      fc.property(fc.array(fc.constantFrom(CLEAR, LISTED, UNKNOWN), { minLength: 1 }), (verdicts) => {
        expect(of(...verdicts).kind === 'clear').toBe(verdicts.every((verdict) => verdict === CLEAR));
      }),
    );
  });

  it('know nothing of a number that one of them cannot answer and none lists', () => {
    expect(of(CLEAR, UNKNOWN)).toEqual({ kind: 'unknown' });
  });
});
