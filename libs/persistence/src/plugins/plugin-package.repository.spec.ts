import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { type DataSource, type EntityManager } from 'typeorm';
import { campaignData, makeCampaign, openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { CampaignRepository } from '../campaigns/campaign.repository.js';
import { PluginInstance } from '../entities/plugin-instance.entity.js';
import { LeadClaims } from '../leads/lead-claims.js';
import { NotAllowedNowError } from '../repository.errors.js';
import { PluginPackageRepository } from './plugin-package.repository.js';

const NOW = new Date('2026-11-23T12:00:00Z');
const PACING = { kind: 'pacing-strategy', id: 'slow' };

describe('an installed plugin', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let packages: PluginPackageRepository;
  let campaigns: CampaignRepository;

  beforeAll(async () => {
    database = await openTestDatabase();
    packages = new PluginPackageRepository(database.dataSource);
    campaigns = new CampaignRepository(database.dataSource);
  });

  beforeEach(() => database.dataSource.query('TRUNCATE plugin_package, plugin_instance, campaign CASCADE'));
  afterAll(() => database.close());

  const put = (version: string, extensions = [PACING]) =>
    packages.put({
      ...{ name: 'slow', version, api: '^1', sha512: version, uploadedBy: 'master', uploadedAt: NOW },
      ...{ extensions, packed: Buffer.from(version) },
    });
  const configure = async ({ kind, id }: typeof PACING) => {
    const values = { kind, type: id, name: `My ${id}`, config: {} };
    return (await database.dataSource.manager.save(PluginInstance, values)).id;
  };
  /** With an instance of it. */
  const campaign = async () => {
    const pacingInstanceId = await configure(PACING);
    return makeCampaign(campaigns, database.dataSource, { pacingInstanceId }, [], NOW);
  };
  const isDisabled = { said: { code: 'plugin-disabled', params: { name: 'slow' } } };

  it('keeps its id over all versions, and stays disabled', async () => {
    const id = await put('1.0.0');
    expect(await packages.get(id)).toMatchObject({ version: '1.0.0', enabled: true });
    await packages.disable(id);
    expect(await put('2.0.0')).toBe(id);
    expect(await packages.get(id)).toMatchObject({ version: '2.0.0', sha512: '2.0.0', enabled: false });
    expect(await packages.packed(id)).toEqual(Buffer.from('2.0.0'));
  });

  it('keeps the version that it took the place of, until another one does', async () => {
    const id = await put('1.0.0');
    await expect(packages.previous(id)).rejects.toMatchObject({ said: { code: 'plugin-no-previous' } });
    for (const version of ['2.0.0', '2.0.0']) await put(version);
    expect(await packages.get(id)).toMatchObject({ version: '2.0.0', previousVersion: '1.0.0' });
    expect(await packages.previous(id)).toEqual(Buffer.from('1.0.0'));
    await put('1.0.0');
    expect(await packages.get(id)).toMatchObject({ version: '1.0.0', previousVersion: '2.0.0' });
    expect(await packages.previous(id)).toEqual(Buffer.from('2.0.0'));
  });

  it('loses no type that something is configured with, also while it is disabled', async () => {
    const other = { kind: 'dnc-provider', id: 'other' };
    const id = await put('1.0.0', [PACING, other]);
    await packages.disable(id);
    const instance = await configure(other);
    await expect(put('2.0.0')).rejects.toMatchObject({
      said: { code: 'plugin-drops-type', params: { ...other, instance: 'My other' } },
    });
    expect(await packages.get(id)).toMatchObject({ version: '1.0.0' });
    await database.dataSource.manager.delete(PluginInstance, { id: instance });
    await put('2.0.0');
    expect(await packages.get(id)).toMatchObject({ version: '2.0.0', extensions: [PACING] });
  });

  it('keeps a campaign from being started while it is disabled', async () => {
    const { id } = await campaign();
    const plugin = await put('1.0.0', [{ kind: 'dnc-provider', id: 'other' }, PACING]);
    await packages.disable(plugin);
    await expect(campaigns.start(id)).rejects.toMatchObject(isDisabled);
    expect(await campaigns.get(id)).toMatchObject({ state: 'STOPPED' });
    await packages.enable(plugin);
    await campaigns.start(id);
    expect(await campaigns.get(id)).toMatchObject({ state: 'STARTED' });
  });

  it('is in use from the start of a campaign until its last call has ended', async () => {
    const { dataSource } = database;
    const claims = new LeadClaims(dataSource);
    const type = { kind: 'dnc-provider', id: 'acme-dnc' };
    const plugin = await put('1.0.0', [type]);
    const [other = ''] = (await campaignData(dataSource)).dncInstanceIds;
    const dncInstanceIds = [other, await configure(type)];
    const { id } = await makeCampaign(campaigns, dataSource, { dncInstanceIds }, ['554181020000'], NOW);
    const isInUse = async () => {
      try {
        await packages.disable(plugin);
        await packages.enable(plugin);
        return false;
      } catch (error) {
        return error instanceof NotAllowedNowError && error.said.code === 'plugin-used-by-campaign';
      }
    };

    expect(await isInUse()).toBe(false);
    await campaigns.start(id);
    expect(await isInUse()).toBe(true);
    const leads = await claims.claim(id, 1, 'node-1', NOW, randomUUID());
    await campaigns.stop(id);
    expect(await isInUse()).toBe(true);
    for (const lead of leads) await claims.release(lead);
    expect(await isInUse()).toBe(false);
  });

  describe('that is disabled in the instant in which a campaign is started', () => {
    /** The database for somebody whose transactions are held up just before their ends. */
    const heldUp = () => {
      const { dataSource } = database;
      const gate = new EventEmitter();
      const begun = once(gate, 'begun');
      const goesOn = once(gate, 'go on');
      const transaction = <T>(work: (manager: EntityManager) => Promise<T>) =>
        dataSource.transaction(async (manager) => {
          const done = await work(manager);
          gate.emit('begun');
          await goesOn;
          return done;
        });
      const slow = Object.create(dataSource, { transaction: { value: transaction } }) as DataSource;
      return { slow, begun, goOn: () => gate.emit('go on') };
    };
    /** Until somebody waits for another one's lock; or `work`, which should, has not waited. */
    const waits = async (work: Promise<unknown>) => {
      let isOver = false;
      const over = () => (isOver = true);
      work.then(over, over);
      const waiting = `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
      while (!isOver && (await database.dataSource.query<unknown[]>(waiting)).length === 0);
    };

    it('is disabled, and the campaign stays stopped, when it comes first', async () => {
      const { id } = await campaign();
      const plugin = await put('1.0.0');
      const { slow, begun, goOn } = heldUp();
      const disabled = new PluginPackageRepository(slow).disable(plugin);
      await begun;
      const started = campaigns.start(id);
      await waits(started);
      goOn();
      await disabled;
      await expect(started).rejects.toMatchObject(isDisabled);
      expect(await campaigns.get(id)).toMatchObject({ state: 'STOPPED' });
    });

    it('stays enabled when the campaign comes first', async () => {
      const { id } = await campaign();
      const plugin = await put('1.0.0');
      const { slow, begun, goOn } = heldUp();
      const started = new CampaignRepository(slow).start(id);
      await begun;
      const disabled = packages.disable(plugin);
      await waits(disabled);
      goOn();
      await started;
      await expect(disabled).rejects.toMatchObject({ said: { code: 'plugin-used-by-campaign' } });
      expect(await packages.get(plugin)).toMatchObject({ enabled: true });
    });
  });
});
