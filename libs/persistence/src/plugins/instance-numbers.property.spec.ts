import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import type { NumberUploadMode } from '../entities/number-upload.entity.js';
import { numbersOfBlocks } from '../number-lists/number-blocks.js';
import { UploadPlaces } from '../upload-places.js';
import { InstanceNumbers } from './instance-numbers.js';
import { PluginInstanceRepository } from './plugin-instance.repository.js';

const BLOCK_SPAN = 65_536;
/** Close together, so that they meet, over the ends of blocks; many enough for bitmaps. */
const FIRST = 12_025_500_000;
const ROOM = 3 * BLOCK_SPAN;
const NOW = new Date('2026-11-22T12:00:00Z');

const stretch = fc
  .record({
    from: fc.nat(ROOM - 1),
    step: fc.constantFrom(1, 2, 7, 1000),
    count: fc.oneof(fc.nat(5), fc.nat(6000)),
  })
  .map(({ from, step, count }) =>
    Array.from({ length: count }, (_, index) => FIRST + ((from + index * step) % ROOM)),
  );

/** What befalls a transaction: the connection breaks before or after its commit, or nothing. */
type Fate = 'well' | 'lost-before-commit' | 'lost-after-commit';
const fate = fc.constantFrom<Fate>('well', 'well', 'well', 'lost-before-commit', 'lost-after-commit');

/** Numbers of a file that are put on the list, or taken off it, and what becomes of their transaction. */
const part = fc.record({ numbers: stretch, isRemoval: fc.boolean(), fate });
/** What a plugin does to the list before an upload is finished. */
const beside = fc.option(
  fc.record({ mode: fc.constantFrom('add' as const, 'replace' as const), numbers: stretch }),
);
const upload = fc.record({
  mode: fc.constantFrom<NumberUploadMode>('add', 'replace', 'change'),
  parts: fc.array(part, { maxLength: 3 }),
  beside,
  end: fc.oneof(fate, fc.constant('left' as const)),
});
const step = fc.oneof(
  { weight: 4, arbitrary: upload },
  { weight: 1, arbitrary: fc.constant('restart' as const) },
);
type Upload = Exclude<typeof step extends fc.Arbitrary<infer T> ? T : never, 'restart'>;

describe('a list in memory', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let instances: PluginInstanceRepository;
  let folder: string;
  let made = 0;
  /** Of the next transaction. */
  let doom: Fate = 'well';
  let process: InstanceNumbers;

  beforeAll(async () => {
    database = await openTestDatabase();
    const { dataSource } = database;
    instances = new PluginInstanceRepository(dataSource);
    folder = await mkdtemp(join(tmpdir(), 'marcador-lists-'));
    type Transaction = (work: (manager: unknown) => Promise<unknown>) => Promise<unknown>;
    const transaction = dataSource.transaction.bind(dataSource) as Transaction;
    const doomed: Transaction = async (work) => {
      const fateNow = doom;
      doom = 'well';
      const done = await transaction(async (manager) => {
        const result = await work(manager);
        if (fateNow === 'lost-before-commit') throw new Error('The connection broke.');
        return result;
      });
      if (fateNow === 'lost-after-commit') throw new Error('The connection broke.');
      return done;
    };
    dataSource.transaction = doomed as typeof dataSource.transaction;
  });

  afterAll(async () => {
    await database.close();
    await rm(folder, { recursive: true });
  });

  const restart = () => {
    const onTrouble = (error: unknown) => {
      throw error;
    };
    process = new InstanceNumbers(database.dataSource, new UploadPlaces(), {
      ...{ folder, fromNumbers: 100, onTrouble },
    });
  };

  /** As a client that sends on, from where the service says, until all has arrived. @returns what the list is then */
  async function uploaded(id: string, { mode, parts, beside: given, end }: Upload, former: Set<number>) {
    const nothing = { reading: {}, listDate: null, totalBytes: null, digest: null };
    let inProgress = await process.of(id).begin({ mode, ...nothing }, NOW);
    for (const [at, { numbers, isRemoval, fate: first }] of parts.entries()) {
      const isOff = isRemoval && mode === 'change';
      for (doom = first; inProgress.stored.bytes === at;) {
        for (const number of numbers)
          if (isOff) inProgress.remove(String(number));
          else inProgress.add(String(number));
        const progress = { reading: {}, bytes: at + 1, lines: at + 1, read: at + 1, rejected: 0 };
        const isKept = await inProgress.keep(progress).then(
          () => true,
          () => false,
        );
        if (isKept) continue;
        // As after kill -9: another process has to know how far it came.
        restart();
        const stored = await process.of(id).lastUpload();
        expect(stored?.bytes).toBe(first === 'lost-after-commit' ? at + 1 : at);
        inProgress = process.of(id).goOn(stored!);
      }
    }
    const before = new Set(given?.mode === 'replace' ? [] : former);
    for (const number of given?.numbers ?? []) before.add(number);
    if (given !== null) await process.of(id)[given.mode](given.numbers.map(String));
    const after = new Set(mode === 'replace' ? [] : before);
    for (const { numbers, isRemoval } of parts)
      for (const number of numbers)
        if (isRemoval && mode === 'change') after.delete(number);
        else after.add(number);
    if (end === 'left') return before;
    doom = end;
    await inProgress.finish(NOW).catch(() => undefined);
    return end === 'lost-before-commit' ? before : after;
  }

  async function inDatabase(id: string): Promise<Set<number>> {
    const list = await process.of(id).list();
    const stored = new Set<number>();
    if (list !== undefined)
      for await (const [prefix, lows] of numbersOfBlocks(database.dataSource.manager, list))
        for (const low of lows) stored.add(prefix * BLOCK_SPAN + low);
    expect(list?.count ?? 0).toBe(stored.size);
    return stored;
  }

  it('answers of every number as the database does, after any uploads, changes, breaks and restarts', async () => {
    const steps = fc.array(step, { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const values = { kind: 'dnc-provider', type: 'embedded', config: {}, builtIn: false };
        const { id } = await instances.create({ ...values, name: `List ${++made}` });
        restart();
        let right = new Set<number>();
        for (const each of given) {
          if (each === 'restart') {
            await process.beforeApplicationShutdown();
            restart();
          } else right = await uploaded(id, each, right);
          const stored = await inDatabase(id);
          expect(stored).toEqual(right);
          const wrong: number[] = [];
          for (let number = FIRST - 2; number < FIRST + ROOM + 2; number += 37)
            if ((await process.of(id).has(String(number))) !== stored.has(number)) wrong.push(number);
          expect(wrong).toEqual([]);
        }
        await process.beforeApplicationShutdown();
      }),
      { numRuns: 20 },
    );
  });
});
