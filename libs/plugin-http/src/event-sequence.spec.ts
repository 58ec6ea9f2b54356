import fc from 'fast-check';
import { eventsAfter } from './event-sequence.js';

const events = (...seqs: number[]) => seqs.map((seq) => ({ seq }));

describe('the sequence of events', () => {
  it('passes on what is new, in its order', () => {
    expect(eventsAfter(5, { events: events(6, 7), lastSeq: 7 })).toEqual(events(6, 7));
    expect(eventsAfter(5, { events: events(7, 6), lastSeq: 7 })).toEqual(events(6, 7));
  });

  it('ignores what was had before and what comes twice', () => {
    expect(eventsAfter(5, { events: events(4, 5, 6, 6), lastSeq: 6 })).toEqual(events(6));
    expect(eventsAfter(5, { events: events(5), lastSeq: 5 })).toEqual([]);
  });

  it.each<[string, number[], number]>([
    ['a number is missing before the first', [7], 7],
    ['a number is missing between two', [6, 8], 8],
    ['a number is missing at the end', [6], 7],
    ['the only event is missing', [], 6],
    ['the numbers began anew', [], 2],
  ])('is lost when %s', (_what, seqs, lastSeq) => {
    expect(eventsAfter(5, { events: events(...seqs), lastSeq })).toBe('lost');
  });

  it('never lets an event out that is not the next one, whatever comes', () => {
    const answer = fc.record({ events: fc.array(fc.record({ seq: fc.nat(20) })), lastSeq: fc.nat(20) });
    fc.assert(
      fc.property(fc.nat(20), answer, (known, given) => {
        const fresh = eventsAfter(known, given);
        if (fresh === 'lost') return;
        expect(fresh.map(({ seq }) => seq)).toEqual(fresh.map((_event, index) => known + 1 + index));
        expect(given.lastSeq).toBeGreaterThanOrEqual(known);
        expect(given.lastSeq).toBeLessThanOrEqual(known + fresh.length);
      }),
    );
  });
});
