import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { csvLine, withoutApostrophe } from './csv-line.js';

const read = (line: string) => parse(line, { relax_column_count: true })[0] as string[];

describe('a line of CSV', () => {
  it.each(['=1+1', '+55', '-1', '@SUM(A1)', '\tx', '\rx', '=cmd|"/c calc"!A0', '+1,"x"'])(
    'does not let a spreadsheet run %j',
    (text) => {
      const line = csvLine([text, 'b']);
      expect(read(line)).toEqual([`'${text}`, 'b']);
      expect(withoutApostrophe(read(line)[0]!)).toBe(text);
    },
  );

  it('has instants, numbers and what is missing', () => {
    expect(csvLine([new Date('2026-11-23T12:00:00Z'), -1.5, true, null, ''])).toBe(
      '2026-11-23T12:00:00.000Z,-1.5,true,,\r\n',
    );
  });

  it('is read as it was written, but for the apostrophe', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2 }), (cells) => {
        const back = read(csvLine(cells));
        expect(back).toHaveLength(cells.length);
        back.forEach((cell, index) =>
          expect(cell === cells[index] || withoutApostrophe(cell) === cells[index]).toBe(true),
        );
      }),
    );
  });

  it('leaves an apostrophe that belongs to the text', () => {
    expect(withoutApostrophe("'t Hooft")).toBe("'t Hooft");
  });
});
