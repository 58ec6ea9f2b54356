import fc from 'fast-check';
import { belowHeader, csvRows, type CsvRow } from './csv-rows.js';

async function rowsOf(bytes: Uint8Array, chunkSize = 16, leastColumns = 2): Promise<CsvRow[]> {
  const rows: CsvRow[] = [];
  for await (const row of csvRows(chunks(bytes, chunkSize), { leastColumns })) rows.push(row);
  return rows;
}

async function* chunks(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.subarray(at, at + size));
}

const fieldsOf = async (bytes: Uint8Array) => (await rowsOf(bytes)).map(({ fields }) => fields);
const utf8 = (text: string) => Buffer.from(text, 'utf8');

describe('the rows of a CSV file', () => {
  it('are separated by commas or semicolons, trimmed, and know their line', async () => {
    expect(await rowsOf(utf8(' Ana , 5541 \n\nBob;B,5542\r\nEve,5543'))).toEqual([
      { line: 1, fields: ['Ana', '5541'] },
      { line: 3, fields: ['Bob;B', '5542'] },
      { line: 4, fields: ['Eve', '5543'] },
    ]);
    expect(await fieldsOf(utf8('Ana; 5541\nBob, B;5542'))).toEqual([
      ['Ana', '5541'],
      ['Bob, B', '5542'],
    ]);
  });

  it.each(['\n', '\r', '\r\n'])('may end with %j, and know their line and separator', async (end) => {
    const file = ['Name;Phone', 'Ana, A, B, C, D;5541', '', 'João;5542', ''].join(end);
    for (const encoding of ['utf8', 'latin1'] as const)
      for (const size of [1, 7, 1000]) {
        const rows = await rowsOf(Buffer.from(file, encoding), size);
        expect(rows.map(({ fields }) => fields)).toEqual([
          ['Name', 'Phone'],
          ['Ana, A, B, C, D', '5541'],
          ['João', '5542'],
        ]);
        expect(rows.map(({ line }) => line)).toEqual([1, 2, 4]);
      }
  });

  it('are read in both encodings also where they end with a carriage return', async () => {
    const bytes = Buffer.concat([utf8('João,5541\r'), Buffer.from('Ação,5542\r', 'latin1')]);
    expect(await fieldsOf(bytes)).toEqual([
      ['João', '5541'],
      ['Ação', '5542'],
    ]);
  });

  it('are not collected for ever when no line ends', async () => {
    let sent = 0;
    async function* endless() {
      for (const chunk = utf8('x,'.repeat(8192)); ; sent += chunk.length) yield await Promise.resolve(chunk);
    }
    const read = async () => {
      for await (const row of csvRows(endless(), { leastColumns: 2 })) expect(row).toBeUndefined();
    };
    await expect(read()).rejects.toThrow(/not a CSV: a line is longer than 1 MB/);
    expect(sent).toBe(1024 * 1024);
  });

  it('may be asked for without the header, which is a first row without a digit', async () => {
    const rows = [];
    const file = chunks(utf8('\nName,Phone\nAna,5541\nName,Phone'), 16);
    for await (const row of belowHeader(csvRows(file, { leastColumns: 2 }))) rows.push(row);
    expect(rows).toEqual([
      { line: 3, fields: ['Ana', '5541'] },
      { line: 4, fields: ['Name', 'Phone'] },
    ]);
  });

  it('may be quoted', async () => {
    expect(await fieldsOf(utf8('"Silva, Ana",5541,"says ""hi"""\nJo "the" Smith,5542,\n'))).toEqual([
      ['Silva, Ana', '5541', 'says "hi"'],
      ['Jo "the" Smith', '5542', ''],
    ]);
  });

  it.each([
    ['UTF-8', utf8('João,5541\nAção,5542')],
    ['UTF-8 with a byte order mark', utf8('\uFEFFJoão,5541\nAção,5542')],
    ['Latin-1', Buffer.from('João,5541\nAção,5542', 'latin1')],
    ['both, line by line', Buffer.concat([utf8('João,5541\n'), Buffer.from('Ação,5542', 'latin1')])],
  ])('are read as %s', async (_, bytes) => {
    expect(await fieldsOf(bytes)).toEqual([
      ['João', '5541'],
      ['Ação', '5542'],
    ]);
  });

  it('are the same however the file is cut on its way', async () => {
    const field = fc
      .stringMatching(/^[a-zé0-9"; ]{1,8}$/)
      .filter((text) => text.trim() === text && !text.startsWith('"'));
    const bytes = fc.tuple(
      fc.array(fc.tuple(field, field), { minLength: 1, maxLength: 8 }),
      fc.constantFrom('utf8', 'latin1'),
      fc.constantFrom('\n', '\r', '\r\n'),
    );
    await fc.assert(
      fc.asyncProperty(bytes, fc.integer({ min: 1, max: 40 }), async ([rows, encoding, end], size) => {
        // The header decides the separator.
        const text = ['name,phone', ...rows.map((row) => row.join(','))].join(end);
        const read = await rowsOf(Buffer.from(text, encoding as BufferEncoding), size);
        expect(read.slice(1).map(({ fields }) => fields)).toEqual(rows);
      }),
    );
  });

  it.each([
    ['an empty file', utf8(''), /empty/],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13]), /not a CSV/],
    ['UTF-16', Buffer.from('\uFEFFAna,5541\n', 'utf16le'), /not a CSV/],
    ['prose', utf8('Dear customer\nwe call you\n'), /2 columns or more/],
    ['a quote that is never closed', utf8(`Ana,5541\n"Bob,5542\n${'x\n'.repeat(40_000)}`), /quote is opened/],
    ['a quote that is open at the end', utf8('Ana,5541\n"Bob,5542\n'), /quote is opened/],
  ])('are refused in %s', async (_, bytes, sentence) => {
    await expect(rowsOf(bytes, 1000)).rejects.toThrow(sentence);
  });

  it('pass on what breaks the way of the file', async () => {
    async function* broken() {
      yield utf8('Ana,5541\n');
      await Promise.reject(new Error('aborted'));
    }
    const read = async () => {
      for await (const row of csvRows(broken(), { leastColumns: 2 })) expect(row.fields).toHaveLength(2);
    };
    await expect(read()).rejects.toThrow('aborted');
  });
});
