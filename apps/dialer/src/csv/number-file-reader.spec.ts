import { NumberFileReader, type NumberFileProgress, type NumberFileReading } from './number-file-reader.js';

const CSV: NumberFileReading = { format: 'csv', region: 'BR', hasActions: false };
const REGISTRY: NumberFileReading = { format: 'us-registry', region: 'US', hasActions: false };

function reader(reading: NumberFileReading, begin: Partial<NumberFileProgress> = {}) {
  const told: string[] = [];
  const progress = { reading, bytes: 0, lines: 0, read: 0, rejected: 0, ...begin };
  const rows = {
    add: (number: string) => told.push(`+${number}`),
    remove: (number: string) => told.push(`-${number}`),
    reject: (line: number, { code }: { code: string }) => told.push(`${line} ${code}`),
  };
  return { told, progress, reader: new NumberFileReader(progress, rows) };
}

async function read(reading: NumberFileReading, text: string) {
  const { told, progress, reader: reads } = reader(reading);
  await reads.take(text, Buffer.byteLength(text));
  reads.end();
  return { told, ...progress };
}

describe('a file of numbers', () => {
  it.each([
    ['one number a line', '554133210001\n554133210002'],
    ['Windows ends of lines', '554133210001\r\n554133210002\r\n'],
    ['old ends of lines and blank lines', '\r554133210001\r\r554133210002\r'],
    ['a header', 'Phone\n554133210001\n554133210002\n'],
    ['more columns', 'Ana;(41) 3321-0001;x\nBia;(41) 3321-0002;y\n'],
    ['quotes', '"Ana, B","554133210001"\n"Bia","(41) 3321-0002"\n'],
  ])('is read as CSV with %s', async (_, text) => {
    expect(await read(CSV, text)).toMatchObject({
      told: ['+554133210001', '+554133210002'],
      ...{ read: 2, rejected: 0, bytes: text.length },
    });
  });

  it('tells each row that is no number, by its line', async () => {
    expect((await read(CSV, 'Phone\n\noops\n554133210001\n41\n')).told).toEqual([
      '3 not-phone-number',
      '+554133210001',
      '5 number-length',
    ]);
  });

  it.each([
    ['area and number', '202,5550123\n212,5550199\n'],
    ['a header', 'area code,phone number\n202,5550123\n212,5550199'],
    ['both together', '2025550123\n2125550199\n'],
    ['blank lines', '\r\n202,5550123\r\n\r\n212,5550199'],
  ])('is read as the US registry writes it, with %s', async (_, text) => {
    expect(await read(REGISTRY, text)).toMatchObject({ told: ['+12025550123', '+12125550199'], read: 2 });
  });

  it.each(['202,555012', '102,5550123', '202', '20255501234', '202,55501234'])(
    'of the US registry has no number in "%s"',
    async (line) => {
      expect((await read(REGISTRY, line)).told).toEqual(['1 number-length']);
    },
  );

  it('of the US registry has no number in other words', async () => {
    expect((await read(REGISTRY, '202,5550123\nto follow\n,\n')).told).toEqual([
      '+12025550123',
      '2 not-phone-number',
      '3 no-phone-number',
    ]);
  });

  it('of changes says of each row whether the number is added or deleted', async () => {
    const registry = { ...REGISTRY, hasActions: true };
    const text = '202,5550123,2026-11-01,A\n202,5550124,2026-11-02,d\n202,5550125,2026-11-02,X\n';
    expect((await read(registry, text)).told).toEqual(['+12025550123', '-12025550124', '3 no-change-action']);
    const csv = { ...CSV, hasActions: true };
    expect((await read(csv, 'Action,Phone\nadd,554133210001\n-,554133210002\n,554133210003\n')).told).toEqual(
      ['+554133210001', '-554133210002', '4 no-change-action'],
    );
  });

  it('of changes takes no telephone off the list by its former number: it may still be listed by its present one', async () => {
    const csv = { ...CSV, hasActions: true };
    expect((await read(csv, '554181021119,D\n5541981021119,A\n5541981021120,D\n')).told).toEqual([
      '1 old-form-removed',
      '+5541981021119',
      '-5541981021120',
    ]);
  });

  it('of changes is refused where no column has actions', async () => {
    await expect(read({ ...CSV, hasActions: true }, '554133210001\n')).rejects.toThrow(/A .*D/);
  });

  it.each(['', '\n\r\n'])('is refused when it is empty', async (text) => {
    await expect(read(CSV, text)).rejects.toThrow('The file is empty');
  });

  it('is refused when a quote is not closed, with the line', async () => {
    await expect(read(CSV, '554133210001\na,"b\n')).rejects.toThrow('near line 2');
  });

  it('can be gone on with where it says how far it came', async () => {
    const lines = Array.from({ length: 150 }, (_, index) => `x;55413321${1000 + index}\n`);
    const begun = reader(CSV);
    await begun.reader.take(lines.slice(0, 120).join(''), 120 * 15);
    expect(begun.progress).toMatchObject({ bytes: 1800, lines: 120, read: 120 });
    const { told, progress, reader: goesOn } = reader(CSV, structuredClone(begun.progress));
    await goesOn.take(lines.slice(120).join(''), 30 * 15);
    goesOn.end();
    expect([...begun.told, ...told]).toEqual(lines.map((line) => `+${line.slice(2, -1)}`));
    expect(progress).toMatchObject({ bytes: 2250, lines: 150, read: 150 });
  });

  it('has not come far before it is known where the numbers stand', async () => {
    const { told, progress, reader: reads } = reader(CSV);
    await reads.take('x;554133210001\n', 15);
    expect([told, progress]).toMatchObject([[], { bytes: 0, lines: 0, read: 0 }]);
  });

  it('lets others have their turns while its rows are read', async () => {
    let turns = 0;
    let isRead = false;
    const next = () => {
      turns++;
      if (!isRead) setImmediate(next);
    };
    setImmediate(next);
    await read(CSV, '"5541 3321-0001"\n'.repeat(2000));
    isRead = true;
    expect(turns).toBeGreaterThanOrEqual(9);
  });
});
