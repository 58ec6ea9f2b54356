import type { CsvRow } from './csv-rows.js';
import { numbersInColumn, type NumberField } from './number-column.js';

const isNumber = (text: string) => /^\d{12}$/.test(text);
const [A, B, C] = ['554183015031', '554183015032', '554183015033'];

async function read(...rows: string[][]): Promise<NumberField[]> {
  const fields: NumberField[] = [];
  for await (const field of numbersInColumn(given(rows), isNumber)) fields.push(field);
  return fields;
}

async function* given(rows: readonly string[][]): AsyncGenerator<CsvRow> {
  for (const [at, fields] of rows.entries()) yield await Promise.resolve({ line: at + 1, fields });
}

const textsOf = async (...rows: string[][]) => (await read(...rows)).map(({ text }) => text);

describe('the column of the phone numbers', () => {
  it('is the one the header names, whatever stands in the others', async () => {
    expect(await read(['Id', 'Phone', 'Name'], [A, 'oops', 'Ana'], [B, C, 'Bob'])).toEqual([
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
  ])('may be headed "%s"', async (name) => {
    expect(await textsOf(['Name', name], [A, 'oops'])).toEqual(['oops']);
  });

  it('is without a header the only one that is a number in half of the first rows or more', async () => {
    expect(await textsOf(['Ana', A], ['Bob', 'oops'], [C, 'abc'], ['Eve', B])).toEqual([A, 'oops', 'abc', B]);
    expect(await textsOf([A, 'Ana'])).toEqual([A]);
  });

  it('is the same for the whole file', async () => {
    const first = Array.from({ length: 150 }, () => ['Ana', A]);
    const texts = await textsOf(...first, [B, 'Bob'], ['Eve', C]);
    expect(texts).toEqual([...first.map(() => A), 'Bob', C]);
  });

  it('is the only one there is, also where few rows are numbers', async () => {
    expect(await textsOf(['x', ''], ['y'], [A, ''], ['z'])).toEqual(['x', 'y', A, 'z']);
  });

  it('has an empty text where a row is too short', async () => {
    expect(await textsOf(['Ana', A], ['Bob'])).toEqual([A, '']);
  });

  it('is taken from a first row only when that is a header: other first rows are rows', async () => {
    expect(await read(['Kunde', 'Rufnummer'], ['Ana', A])).toMatchObject([
      { text: 'Rufnummer' },
      { text: A },
    ]);
    expect(await textsOf(['Mobile Ltd', 'oops'], ['Ana', A])).toEqual(['oops', A]);
    expect(await textsOf(['Phone', A], ['Ana', B])).toEqual([A, B]);
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
  ])('is refused where %s', async (_, rows, sentence) => {
    await expect(read(...rows)).rejects.toThrow(sentence);
  });

  it('is not looked for in a file of nothing but a header', async () => {
    expect(await read(['Name', 'Phone'])).toEqual([]);
    expect(await read()).toEqual([]);
  });
});
