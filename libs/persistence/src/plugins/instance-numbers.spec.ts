import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { NotFoundError } from '../repository.errors.js';
import { UploadPlaces } from '../upload-places.js';
import { InstanceNumbers, type StoredNumberSet } from './instance-numbers.js';
import { PluginInstanceRepository } from './plugin-instance.repository.js';

describe('the numbers of an instance', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let made = 0;

  beforeAll(async () => {
    database = await openTestDatabase();
  });

  afterAll(() => database.close());

  async function newSet(): Promise<StoredNumberSet> {
    return new InstanceNumbers(database.dataSource, new UploadPlaces()).of(await newInstance());
  }

  async function newInstance(): Promise<string> {
    const instances = new PluginInstanceRepository(database.dataSource);
    const { id } = await instances.create({
      kind: 'dnc-provider',
      type: 'embedded',
      name: `List ${++made}`,
      config: {},
      builtIn: false,
    });
    return id;
  }

  /** Whether a statement waits for what another transaction has locked. */
  async function isWaitedFor(): Promise<boolean> {
    const waiting = await database.dataSource.query<unknown[]>(
      `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    );
    return waiting.length > 0;
  }

  it('are kept apart from those of other instances', async () => {
    const [one, other] = [await newSet(), await newSet()];
    expect(await one.add(['100', '200'])).toBe(2);
    expect(await one.has('100')).toBe(true);
    expect(await one.has('10')).toBe(false);
    expect(await other.has('100')).toBe(false);
    expect(await other.count()).toBe(0);
  });

  it('are added once, however often they come', async () => {
    const set = await newSet();
    await set.add(['100']);
    expect(await set.add(['100', '200', '200'])).toBe(1);
    expect(await set.count()).toBe(2);
  });

  it('are replaced as a whole', async () => {
    const set = await newSet();
    await set.add(['100', '200']);
    expect(await set.replace(['200', '300', '300'])).toBe(2);
    expect([await set.has('100'), await set.has('200'), await set.has('300')]).toEqual([false, true, true]);
  });

  it('stay when their replacement breaks off', async () => {
    const set = await newSet();
    await set.add(['100']);
    async function* broken() {
      yield '200';
      await Promise.resolve();
      throw new Error('The file broke off.');
    }
    await expect(set.replace(broken())).rejects.toThrow('The file broke off.');
    expect([await set.has('100'), await set.has('200')]).toEqual([true, false]);
  });

  it('are those of a change whose connection broke before its commit was done', async () => {
    const set = await newSet();
    await set.add(['100']);
    const upload = await set.begin(
      { mode: 'add', reading: {}, listDate: null, totalBytes: null },
      new Date(),
    );
    upload.add('200');
    await upload.keep({ reading: {}, bytes: 1, lines: 1, read: 1, rejected: 0 });
    const { dataSource } = database;
    const transaction = dataSource.transaction.bind(dataSource);
    let commit!: () => void;
    const isCommitting = new Promise<void>((resolve) => (commit = resolve));
    const breaking = (work: Parameters<typeof transaction>[1]) =>
      new Promise((_resolve, reject) => {
        dataSource.transaction = transaction;
        void transaction(async (manager) => {
          await work(manager);
          reject(new Error('The connection broke.'));
          await isCommitting;
        });
      });
    dataSource.transaction = breaking as unknown as typeof transaction;
    let isOver = false;
    const finished = upload.finish(new Date()).finally(() => (isOver = true));
    finished.catch(() => undefined);
    while (!isOver && !(await isWaitedFor()));
    commit();
    await expect(finished).rejects.toThrow('The connection broke.');
    expect([await set.has('100'), await set.has('200')]).toEqual([true, true]);
  });

  it('are forgotten with their instance, the snapshot too, and look-ups are then not answered', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'marcador-forgotten-'));
    const onTrouble = (error: unknown) => {
      throw error;
    };
    const { dataSource } = database;
    const numbers = new InstanceNumbers(dataSource, new UploadPlaces(), {
      folder,
      fromNumbers: 1,
      onTrouble,
    });
    const id = await newInstance();
    await numbers.of(id).add(['100']);
    await numbers.beforeApplicationShutdown();
    await access(join(folder, `${id}.numbers`));
    await new PluginInstanceRepository(dataSource).remove(id);
    numbers.forget(id);
    await numbers.beforeApplicationShutdown();
    await expect(access(join(folder, `${id}.numbers`))).rejects.toThrow('ENOENT');
    await expect(numbers.of(id).has('100')).rejects.toThrow(NotFoundError);
    await rm(folder, { recursive: true });
  });

  it('are as old as the oldest of them, until all of them are replaced', async () => {
    const set = await newSet();
    const dateAfter = async (mode: 'add' | 'replace', number: string, listDate: string | null) => {
      const now = new Date('2026-11-22T12:00:00Z');
      const upload = await set.begin({ mode, reading: {}, listDate, totalBytes: null }, now);
      upload.add(number);
      await upload.keep({ reading: {}, bytes: 1, lines: 1, read: 1, rejected: 0 });
      await upload.finish(now);
      return set.listDate();
    };
    expect(await dateAfter('add', '100', '2026-08-01')).toBe('2026-08-01');
    expect(await dateAfter('add', '200', '2026-11-20')).toBe('2026-08-01');
    expect(await dateAfter('add', '300', '2026-07-01')).toBe('2026-07-01');
    expect(await dateAfter('add', '400', null)).toBe('2026-07-01');
    expect(await dateAfter('replace', '100', '2026-11-20')).toBe('2026-11-20');
    expect(await dateAfter('replace', '100', null)).toBe('2026-11-22');
  });

  it('answer from the former ones until the new ones are whole', async () => {
    const set = await newSet();
    await set.add(['100']);
    const seen: boolean[] = [];
    async function* slow() {
      yield '200';
      seen.push(await set.has('100'), await set.has('200'));
    }
    await set.replace(slow());
    expect(seen).toEqual([true, false]);
    expect([await set.has('100'), await set.has('200')]).toEqual([false, true]);
  });
});
