import { mkdtemp, rename, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { definitionOf, type DncProvider, type PluginHost } from '@marcador/plugin-api';
import { describeDncProvider, type DncOutside } from '@marcador/plugin-testkit';
import plugin from '../src/index.js';

const A = '12025550101';
const B = '12025550102';
const { signal } = new AbortController();

const FAULTS = { 'there is no file': undefined, 'the file is empty': '', 'the file is a page': '<html>' };

const outside: DncOutside = {
  faults: Object.keys(FAULTS),
  async start(listed) {
    const folder = await mkdtemp(join(tmpdir(), 'us-file-'));
    const path = join(folder, 'us.txt');
    const replace = async (text: string) => {
      await writeFile(`${path}.new`, text);
      await rename(`${path}.new`, path);
    };
    const mend = () => replace([...listed].map((number) => `${number.slice(1)}\n`).join(''));
    await mend();
    return {
      config: { path },
      async fail(fault) {
        const text = FAULTS[fault as keyof typeof FAULTS];
        await (text === undefined ? rm(path) : replace(text));
      },
      mend,
      stop: () => rm(folder, { recursive: true, force: true }),
    };
  },
};

describeDncProvider("the US registry's file, as a provider,", {
  plugin,
  outside,
  refused: [{ path: 'us.txt' }],
});

describe("the US registry's file", () => {
  let folder: string;
  let path: string;
  let dnc: Required<DncProvider>;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'us-file-'));
    path = join(folder, 'us.txt');
    dnc = definitionOf(plugin)?.definition.create({ path }, {} as PluginHost) as Required<DncProvider>;
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  const check = async (number: string) => (await dnc.check(number, { signal })).listed;
  /** As it should be done: written beside the old one, then renamed. */
  const replace = async (text: string) => {
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
  };
  /** Asks again and again until the answer is this one. */
  const becomes = async (number: string, listed: boolean) => {
    while ((await check(number)) !== listed);
  };
  const refuses = async (reason: RegExp) => {
    for (;;) {
      const error = await check(A).then(
        () => undefined,
        (rejected: unknown) => rejected as Error,
      );
      if (error !== undefined) return expect(error.message).toMatch(reason);
    }
  };

  it.each([
    ['area code and number', '202,5550101\n202,5550199\n'],
    ['ten digits', '2025550101\n2025550199\n'],
    ['the line ends of Windows', '202,5550101\r\n2025550199\r\n'],
    ['no end of the last line', '2025550199\n202,5550101'],
  ])('reads lines with %s', async (_, text) => {
    await replace(text);
    expect([await check(A), await check(B)]).toEqual([true, false]);
  });

  it('holds each number of a file of many chunks, and no other', async () => {
    const numbers = Array.from(
      { length: 8000 },
      (_, n) => `${201 + (n % 7)},${String(n * 1249).padStart(7, '0')}`,
    );
    await replace(numbers.join('\n'));
    for (const line of numbers) {
      const number = BigInt(`1${line.replace(',', '')}`);
      if (!(await check(String(number))) || (await check(String(number + 1n)))) throw new Error(line);
    }
    await expect(dnc.health(signal)).resolves.toMatchObject({
      healthy: true,
      message: expect.stringContaining('8000 numbers') as string,
    });
  });

  it('takes the numbers of an area code that the file does not cover for listed', async () => {
    await replace('202,5550101\n');
    expect([await check('12125550101'), await check('554181021119')]).toEqual([true, false]);
  });

  it('answers from the old file until the new one has been read', async () => {
    await replace('202,5550101\n');
    expect([await check(A), await check(B)]).toEqual([true, false]);
    await replace('202,5550102\n');
    // The question that finds the new file begins to read it.
    expect(await check(A)).toBe(true);
    await becomes(B, true);
    expect(await check(A)).toBe(false);
  });

  it.each(['no number\n', '202,555010\n', '20255501012\n', '2,025550101\n', '202,5550101\n<html>'])(
    'never takes a number for clear because the file reads %j',
    async (text) => {
      await replace('202,5550199\n');
      expect(await check(A)).toBe(false);
      await replace(text);
      await refuses(/^Line \d of the file is no number of ten digits: put a whole file in place\.$/);
      await replace('202,5550199\n');
      await expect(check(B)).resolves.toBe(false);
    },
  );

  it('never takes a number for clear while there is no file, also if there was one', async () => {
    await refuses(/us\.txt cannot be read \(ENOENT\)/);
    await replace('202,5550199\n');
    expect(await check(A)).toBe(false);
    await rm(path);
    await refuses(/cannot be read \(ENOENT\)/);
    await expect(dnc.health(signal)).rejects.toThrow(/ENOENT/);
  });

  it('does not believe a file that was cut off', async () => {
    await replace('202,5550199\n202,5550101\n');
    expect(await check(A)).toBe(true);
    await truncate(path, 20);
    await refuses(/^Line 2/);
  });

  it('does not believe an empty file', async () => {
    await replace('\n');
    await refuses(/^The file holds no number/);
  });

  it('is of the day on which the file that serves was written', async () => {
    await replace('202,5550101\n');
    await utimes(path, 0, Date.parse('2026-10-30T23:59:59Z') / 1000);
    await expect(dnc.listDate(signal)).resolves.toBe('2026-10-30');
    await replace('<html>');
    await refuses(/^Line 1/);
    await expect(dnc.listDate(signal)).rejects.toThrow(/^Line 1/);
  });

  it('stops waiting when the host gives up', async () => {
    await replace('202,5550101\n');
    const given = AbortSignal.abort(new Error('The host gave up.'));
    await expect(dnc.check(A, { signal: given })).rejects.toThrow('The host gave up.');
  });

  it('refuses a relative path', () => {
    const schema = definitionOf(plugin)?.definition.config;
    expect([schema?.safeParse({ path: 'us.txt' }).success, schema?.safeParse({ path }).success]).toEqual([
      false,
      true,
    ]);
  });
});
