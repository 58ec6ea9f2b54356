import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { blockOf } from '@marcador/number-list/block.js';
import { LiveNumbers } from '@marcador/number-list/live-numbers.js';
import { NumberBatch } from '@marcador/number-list/number-batch.js';
import { Packer } from '@marcador/number-list/packer.js';
import { readSnapshot, writeSnapshot } from '@marcador/number-list/snapshot.js';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { withDatabase } from './database.js';
import { americanNumbers, anyAmericanNumber, chances } from './dnc-numbers.js';
import { storedList } from './dnc-stored.js';
import { figure, percentiles, type Figure } from './figure.js';

const SIZES = [1_000_000, 10_000_000, 100_000_000, 250_000_000];
/** A Set holds 2^24 at most, and takes some 50 bytes for each. */
const MOST_IN_SET = 10_000_000;
const MOST_IN_TABLE = 10_000_000;
const LOOK_UPS = 4_000_000;
const TIMED = 200_000;
const IN_TABLE = 2000;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/**
 * The list of the Embedded Service in memory, beside a JavaScript Set and an indexed table of PostgreSQL of the same
 * numbers where they fit.
 * @param args `--numbers N` for one size; else 1, 10, 100 and 250 million
 */
export async function* benchDnc(args: readonly string[]): AsyncGenerator<Figure> {
  const given = args.indexOf('--numbers');
  const sizes = given < 0 ? SIZES : [Number(args[given + 1])];
  for (const size of sizes) yield* listOf(size);
}

async function* listOf(size: number): AsyncGenerator<Figure> {
  const name = (text: string) => `${text}, ${size / 1e6} million numbers`;
  const begin = performance.now();
  const packer = new Packer();
  const batch = new NumberBatch(2 ** 20);
  const pack = async () => {
    for await (const [prefix, lows] of batch.byPrefix()) packer.add(prefix, blockOf(lows));
    batch.clear();
  };
  let prefix = 0;
  for (const number of americanNumbers(size)) {
    const next = Math.floor(number / 65_536);
    if (next !== prefix && batch.size > 900_000) await pack();
    prefix = next;
    batch.add(number);
  }
  await pack();
  const packed = packer.finish();
  const seconds = (performance.now() - begin) / 1000;
  const own = {
    built: packed.count / seconds,
    bytes: packed.bytes / packed.count,
    ...(await lookUps((number) => packed.has(number))),
  };
  const goal = (value: number, text = 'goal') => ({ name: text, value });
  yield figure(name('numbers packed per second'), own.built, '1/s', goal(1e6, 'a million'));
  yield figure(name('memory a number'), own.bytes, 'bytes', goal(2.2));
  yield figure(name('look-ups per second'), own.perSecond, '1/s', goal(4e6));
  yield figure(name('one look-up, p99, the timer included'), own.p99, 'µs', goal(50));
  yield* reload(packed, name);
  const live = await new LiveNumbers(packed).with([[prefix, packed.block(prefix)]]);
  const changed = await lookUps((number) => live.has(number));
  yield figure(name('look-ups per second in a changed list'), changed.perSecond, '1/s', {
    name: 'unchanged',
    value: own.perSecond,
  });
  yield* storedList(size, name);
  if (size <= MOST_IN_SET) yield* besideSet(size, own, name);
  if (size <= MOST_IN_TABLE) yield* besideTable(size, own, name);
}

interface Measured {
  readonly built: number;
  readonly bytes: number;
  readonly perSecond: number;
  readonly p99: number;
}

async function* reload(packed: Awaited<ReturnType<Packer['finish']>>, name: (text: string) => string) {
  const folder = await mkdtemp(join(tmpdir(), 'marcador-bench-'));
  try {
    const path = join(folder, 'snapshot');
    await writeSnapshot(path, packed, { stamp: randomUUID(), version: 1 });
    const begin = performance.now();
    const { list } = await readSnapshot(path);
    const seconds = (performance.now() - begin) / 1000;
    if (list.count !== packed.count) throw new Error('The snapshot has other numbers.');
    yield figure(name('snapshot reload'), seconds, 's', { name: 'goal', value: 1 });
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function* besideSet(size: number, own: Measured, name: (text: string) => string) {
  collectGarbage();
  const before = process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
  const begin = performance.now();
  const set = new Set<string>();
  for (const number of americanNumbers(size)) set.add(String(number));
  const built = set.size / ((performance.now() - begin) / 1000);
  collectGarbage();
  const bytes = (process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers - before) / set.size;
  const { perSecond } = await lookUps((number) => set.has(String(number)));
  const beside = (value: number) => ({ name: 'a Set of strings', value });
  yield figure(name('numbers packed per second, beside a Set'), own.built, '1/s', beside(built));
  yield figure(name('memory a number, beside a Set'), own.bytes, 'bytes', beside(bytes));
  yield figure(name('look-ups per second, beside a Set'), own.perSecond, '1/s', beside(perSecond));
}

async function* besideTable(size: number, own: Measured, name: (text: string) => string) {
  yield* withDatabase(async function* (url) {
    const database = await openDataSource({ url });
    await database.query('CREATE TABLE listed (phone bigint NOT NULL)');
    const begin = performance.now();
    let rows: number[] = [];
    const insert = () =>
      database.query('INSERT INTO listed SELECT unnest($1::bigint[])', [rows]).then(() => (rows = []));
    for (const number of americanNumbers(size)) if (rows.push(number) === 100_000) await insert();
    await insert();
    await database.query('ALTER TABLE listed ADD PRIMARY KEY (phone)');
    const built = size / ((performance.now() - begin) / 1000);
    const [room] = await database.query<{ bytes: string }[]>(
      `SELECT pg_total_relation_size('listed') AS bytes`,
    );
    const chance = chances();
    const times: number[] = [];
    for (let n = 0; n < IN_TABLE; n++) {
      const start = performance.now();
      await database.query('SELECT FROM listed WHERE phone = $1', [anyAmericanNumber(chance)]);
      times.push(1000 * (performance.now() - start));
    }
    await database.destroy();
    const beside = (value: number) => ({ name: 'an indexed table of PostgreSQL', value });
    const perSecond = 1e6 / (times.reduce((sum, time) => sum + time, 0) / IN_TABLE);
    yield figure(name('numbers packed per second, beside a table'), own.built, '1/s', beside(built));
    yield figure(
      name('memory a number, beside a table'),
      own.bytes,
      'bytes',
      beside(Number(room?.bytes) / size),
    );
    yield figure(name('look-ups per second, beside a table'), own.perSecond, '1/s', beside(perSecond));
    yield figure(name('one look-up, p99, beside a table'), own.p99, 'µs', beside(percentiles(times).p99));
  });
}

async function lookUps(has: (number: number) => boolean): Promise<{ perSecond: number; p99: number }> {
  const chance = chances();
  const asked = Float64Array.from({ length: LOOK_UPS }, () => anyAmericanNumber(chance));
  let found = 0;
  for (const number of asked.subarray(0, LOOK_UPS / 4)) if (has(number)) found++;
  await setImmediate();
  const begin = performance.now();
  for (let at = 0; at < LOOK_UPS; at++) if (has(asked[at] as number)) found++;
  const seconds = (performance.now() - begin) / 1000;
  const times: number[] = [];
  for (const number of asked.subarray(0, TIMED)) {
    const start = performance.now();
    if (has(number)) found++;
    times.push(1000 * (performance.now() - start));
  }
  if (found === 0) throw new Error('No number was found.');
  return { perSecond: LOOK_UPS / seconds, p99: percentiles(times).p99 };
}
