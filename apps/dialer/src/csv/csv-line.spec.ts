import fc from 'fast-check';
import { parse } from 'csv-parse/sync';
import { csvLine, withoutApostrophe } from './csv-line.js';

const read = (line: string) => parse(line, { relax_column_count: true })[0] as string[];

/** What a spreadsheet makes of a line when its separator is another one. */
function cellsBy(delimiter: string, line: string): string[] {
  const rows: string[][] = parse(line, { delimiter, relax_quotes: true, relax_column_count: true });
  return rows.flat();
}

describe('a line of CSV', () => {
  it.each(['=1+1', '+55', '-1', '@SUM(A1)', '\tx', '\rx', '=cmd|"/c calc"!A0', '+1,"x"'])(
    'does not let a spreadsheet run %j',
    (text) => {
      const line = csvLine([text, 'b']);
      expect(read(line)).toEqual([`'${text}`, 'b']);
      expect(withoutApostrophe(read(line)[0]!)).toBe(text);
    },
  );

  it.each([
    ["x;=cmd|' /C calc'!A0;y", "x;'=cmd|' /C calc'!A0;y"],
    ['x,+1;-1', "x,'+1;'-1"],
    ['x\t@SUM(A1)', "x\t'@SUM(A1)"],
    ['x\n=1\r=1\r\n=1', "x\n'=1\r'=1\r\n'=1"],
    ['x;"=1"', `x;'"=1"`],
    [';=1', ";'=1"],
  ])('does not let a spreadsheet that separates otherwise run a part of %j', (text, safe) => {
    const line = csvLine(['a', text]);
    expect(read(line)).toEqual(['a', safe]);
    expect(withoutApostrophe(read(line)[1]!)).toBe(text);
    for (const separator of [';', '\t'])
      for (const cell of cellsBy(separator, line)) expect(cell).not.toMatch(/^"*[=+\-@]/);
  });

  it('leaves what is no formula', () => {
    const harmless = 'Silva; Ana, born 1-1-1970; a=b\nc+d';
    expect(read(csvLine([harmless]))).toEqual([harmless]);
  });

  it('has instants, numbers and what is missing', () => {
    expect(csvLine([new Date('2026-11-23T12:00:00Z'), -1.5, true, null, ''])).toBe(
      '2026-11-23T12:00:00.000Z,-1.5,true,,\r\n',
    );
  });

  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: fc.constantFrom(...`=+-@;,"'\t\r\n x`) }),
  );

  it('is read as it was written once the apostrophes are taken away', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2 }), (cells) => {
        expect(read(csvLine(cells)).map(withoutApostrophe)).toEqual(cells);
      }),
    );
  });

  it('has no formula behind any separator or line break', () => {
    fc.assert(
      fc.property(text, (cell) => {
        expect(read(csvLine(['a', cell]))[1]).not.toMatch(/(^|[;,\t\r\n])"*[=+\-@]/);
      }),
    );
  });

  it('leaves an apostrophe that belongs to the text', () => {
    expect(withoutApostrophe("'t Hooft")).toBe("'t Hooft");
  });
});
