import { openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
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
    const instances = new PluginInstanceRepository(database.dataSource);
    const { id } = await instances.create({
      kind: 'dnc-provider',
      type: 'embedded',
      name: `List ${++made}`,
      config: {},
      builtIn: false,
    });
    return new InstanceNumbers(database.dataSource, new UploadPlaces()).of(id);
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
