import fc from 'fast-check';
import { Fifo } from './fifo.js';

describe('a line of values', () => {
  it('is what a set of them is, in the same order', () => {
    const step = fc.record({ value: fc.nat(6), action: fc.constantFrom('add', 'delete', 'shift') });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const line = new Fifo<number>();
        const set = new Set<number>();
        for (const { value, action } of steps) {
          const meant = action === 'shift' ? ([...set][0] ?? value) : value;
          if (action === 'add') {
            line.add(meant);
            set.add(meant);
          } else expect(line.delete(meant)).toBe(set.delete(meant));
          expect([...line]).toEqual([...set]);
          expect([line.size, line.first, line.has(value)]).toEqual([set.size, [...set][0], set.has(value)]);
        }
      }),
    );
  });
});
