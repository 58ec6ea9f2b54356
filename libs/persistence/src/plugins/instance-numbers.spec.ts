import { execFileSync } from 'node:child_process';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { NotAllowedNowError, NotFoundError } from '../repository.errors.js';
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
      { mode: 'add', reading: {}, listDate: null, totalBytes: null, digest: null },
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

  it('change while the disk of their snapshot hangs', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'marcador-hung-'));
    const trouble: unknown[] = [];
    const onTrouble = (error: unknown) => void trouble.push(error);
    const options = { folder, fromNumbers: 1, onTrouble };
    const numbers = new InstanceNumbers(database.dataSource, new UploadPlaces(), options);
    const id = await newInstance();
    const set = numbers.of(id);
    // Who opens a pipe to write waits until somebody reads.
    const pipe = join(folder, `${id}.numbers.new`);
    execFileSync('mkfifo', [pipe]);
    await set.add(['100']);
    let isWritten = false;
    const written = numbers.beforeApplicationShutdown().then(() => (isWritten = true));
    await set.add(['200']);
    expect([await set.has('100'), await set.has('200'), isWritten]).toEqual([true, true, false]);
    await readFile(pipe);
    await written;
    await numbers.beforeApplicationShutdown();
    expect(trouble).toHaveLength(1);
    await rm(folder, { recursive: true });
  });

  it('are as old as the oldest of them, until all of them are replaced', async () => {
    const set = await newSet();
    const dateAfter = async (mode: 'add' | 'replace', number: string, listDate: string | null) => {
      const now = new Date('2026-11-22T12:00:00Z');
      const upload = await set.begin({ mode, reading: {}, listDate, totalBytes: null, digest: null }, now);
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

  describe('that a plugin gives', () => {
    const NOW = new Date('2026-11-22T12:00:00Z');
    const FILE = { reading: {}, listDate: null, totalBytes: null, digest: null };
    const MANY = Array.from({ length: 100_001 }, (_, index) => String(12_025_500_000 + 3 * index));
    const held = async (set: StoredNumberSet, ...numbers: string[]) => {
      const found = await Promise.all(numbers.map((number) => set.has(number)));
      return numbers.filter((_, at) => found[at]);
    };

    it.each([
      ['few', ['200', '300']],
      ['many', MANY],
    ])(
      'leave an upload alone that is under way or broke off, and nothing of either is lost: %s',
      async (_, given) => {
        const [one = '', other = ''] = given;
        const set = await newSet();
        await set.add(['100']);
        const begun = await set.begin({ mode: 'change', ...FILE }, NOW);
        begun.add('400');
        begun.remove('100');
        await begun.keep({ reading: {}, bytes: 1, lines: 2, read: 2, rejected: 0 });
        await set.add(given);
        const stored = await set.lastUpload();
        expect(stored).toMatchObject({ bytes: 1, added: 1, removed: 1, finishedAt: null });
        await set.goOn(stored!).finish(NOW);
        expect(await held(set, '100', one, other, '400')).toEqual([one, other, '400']);
        const replacing = await set.begin({ mode: 'replace', ...FILE }, NOW);
        replacing.add('500');
        await replacing.keep({ reading: {}, bytes: 1, lines: 1, read: 1, rejected: 0 });
        expect(await set.replace(given)).toBe(given.length);
        expect(await held(set, one, other, '400')).toEqual([one, other]);
        await replacing.finish(NOW);
        expect([await set.count(), ...(await held(set, one, '500'))]).toEqual([1, '500']);
      },
    );

    it('wait for no place when they are few, and are refused without one when they are many', async () => {
      const places = new UploadPlaces();
      const set = new InstanceNumbers(database.dataSource, places).of(await newInstance());
      let free!: () => void;
      const isFree = new Promise<void>((resolve) => (free = resolve));
      const uploads = [places.during(() => isFree), places.during(() => isFree)];
      expect(await set.add(['100'])).toBe(1);
      let isClosed = false;
      function* numbers() {
        try {
          yield* MANY;
          yield* MANY;
        } finally {
          isClosed = true;
        }
      }
      await expect(set.replace(numbers())).rejects.toThrow(NotAllowedNowError);
      expect([isClosed, await set.count()]).toEqual([true, 1]);
      free();
      await Promise.all(uploads);
    });

    it('do not count as a change when the list has them all', async () => {
      const set = await newSet();
      await set.add(['100', '200']);
      const before = await set.list();
      expect(await set.add(['200'])).toBe(0);
      expect((await set.list())?.stamp).toBe(before?.stamp);
    });

    it('leave nothing behind when they break off, not even with their process', async () => {
      const blocks = async (id: string) =>
        (await database.dataSource.query<unknown[]>('SELECT FROM number_block WHERE instance_id = $1', [id]))
          .length;
      const id = await newInstance();
      const numbers = new InstanceNumbers(database.dataSource, new UploadPlaces());
      const broken = async function* (end: () => Promise<void>) {
        yield* MANY;
        await end();
      };
      const breaks = numbers.of(id).replace(broken(() => Promise.reject(new Error('It broke off.'))));
      await expect(breaks).rejects.toThrow('It broke off.');
      expect(await blocks(id)).toBe(0);

      let end!: () => void;
      const isEnd = new Promise<void>((resolve) => (end = resolve));
      const left = numbers.of(id).add(broken(() => isEnd));
      while ((await blocks(id)) === 0);
      const next = new InstanceNumbers(database.dataSource, new UploadPlaces());
      expect(await next.of(id).replace(MANY)).toBe(MANY.length);
      const inForce = await blocks(id);
      end();
      await left;
      expect([await blocks(id), await next.of(id).count()]).toEqual([inForce, MANY.length]);
    });
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
