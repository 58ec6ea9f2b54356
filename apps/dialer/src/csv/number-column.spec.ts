import { columnOf } from './number-column.js';

const isNumber = (text: string) => /^\d{12}$/.test(text);
const [A, B, C] = ['554183015031', '554183015032', '554183015033'];

function read(...rows: string[][]) {
  const found = columnOf(
    rows.map((fields, at) => ({ line: at + 1, fields })),
    isNumber,
  );
  return found.rows.map(({ line, fields }) => ({
    line,
    column: found.index + 1,
    text: fields[found.index] ?? '',
  }));
}

const textsOf = (...rows: string[][]) => read(...rows).map(({ text }) => text);

describe('the column of the phone numbers', () => {
  it('is the one the header names, whatever stands in the others', () => {
    expect(read(['Id', 'Phone', 'Name'], [A, 'oops', 'Ana'], [B, C, 'Bob'])).toEqual([
      { line: 2, column: 2, text: 'oops' },
      { line: 3, column: 2, text: C },
    ]);
  });

  it.each([
    'phone',
    ' PHONE NUMBER ',
    'Phone no.',
    'Telefone',
    'Número',
    'teléfono',
    'Número de teléfono',
    'Celular',
  ])('may be headed "%s"', (name) => {
    expect(textsOf(['Name', name], [A, 'oops'])).toEqual(['oops']);
  });

  it('is without a header the only one that is a number in half of the first rows or more', () => {
    expect(textsOf(['Ana', A], ['Bob', 'oops'], [C, 'abc'], ['Eve', B])).toEqual([A, 'oops', 'abc', B]);
    expect(textsOf([A, 'Ana'])).toEqual([A]);
  });

  it('is the only one there is, also where few rows are numbers', () => {
    expect(textsOf(['x', ''], ['y'], [A, ''], ['z'])).toEqual(['x', 'y', A, 'z']);
  });

  it('has an empty text where a row is too short', () => {
    expect(textsOf(['Ana', A], ['Bob'])).toEqual([A, '']);
  });

  it('is taken from a first row only when that is a header: other first rows are rows', () => {
    expect(read(['Kunde', 'Rufnummer'], ['Ana', A])).toMatchObject([{ text: 'Rufnummer' }, { text: A }]);
    expect(textsOf(['Mobile Ltd', 'oops'], ['Ana', A])).toEqual(['oops', A]);
    expect(textsOf(['Phone', A], ['Ana', B])).toEqual([A, B]);
  });

  it.each([
    [
      'the header names two',
      [
        ['Phone', 'Mobile'],
        [A, B],
      ],
      /^The header names more than one .*\(1, 2\)/,
    ],
    [
      'the header numbers them',
      [
        ['Phone 1', 'Phone 2'],
        [A, B],
      ],
      /^The header names more than one/,
    ],
    ['two hold numbers', [['Ana', A, B]], /^More than one column .*\(2, 3\).*first line/],
    [
      'none holds numbers',
      [
        ['Ana', 'oops'],
        ['Bob', 'oops'],
        [A, 'oops'],
      ],
      /^No column .*first line/,
    ],
  ])('is refused where %s', (_, rows, sentence) => {
    expect(() => read(...rows)).toThrow(sentence);
  });

  it('is found in a file of nothing but a header', () => {
    expect(read(['Name', 'Phone'])).toEqual([]);
  });
});
