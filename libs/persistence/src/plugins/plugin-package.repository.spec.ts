import { randomUUID } from 'node:crypto';
import { campaignData, makeCampaign, openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { CampaignRepository } from '../campaigns/campaign.repository.js';
import { PluginInstance } from '../entities/plugin-instance.entity.js';
import { LeadClaims } from '../leads/lead-claims.js';
import { NotAllowedNowError } from '../repository.errors.js';
import { PluginPackageRepository } from './plugin-package.repository.js';

const NOW = new Date('2026-11-23T12:00:00Z');
const ACME = [{ kind: 'dnc-provider', id: 'acme-dnc' }];

describe('an installed plugin', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let packages: PluginPackageRepository;

  beforeAll(async () => {
    database = await openTestDatabase();
    packages = new PluginPackageRepository(database.dataSource);
  });

  afterAll(() => database.close());

  it('keeps its id over all versions, and stays disabled', async () => {
    const version = (version: string) => ({
      ...{ name: 'acme', version, api: '^1', extensions: ACME, sha512: version, uploadedBy: 'master' },
      ...{ packed: Buffer.from(version), uploadedAt: NOW },
    });
    const id = await packages.put(version('1.0.0'));
    expect(await packages.get(id)).toMatchObject({ version: '1.0.0', enabled: true });
    await packages.setEnabled(id, false);
    expect(await packages.put(version('2.0.0'))).toBe(id);
    expect(await packages.get(id)).toMatchObject({ version: '2.0.0', sha512: '2.0.0', enabled: false });
    expect(await packages.packed(id)).toEqual(Buffer.from('2.0.0'));
  });

  it('keeps a campaign from being started while it is disabled', async () => {
    const { dataSource } = database;
    const values = { kind: 'pacing-strategy', type: 'slow', name: 'Slow', config: {} };
    const { id: pacingInstanceId } = await dataSource.manager.save(PluginInstance, values);
    const campaigns = new CampaignRepository(dataSource);
    const campaign = await makeCampaign(campaigns, dataSource, { pacingInstanceId }, [], NOW);
    const plugin = await packages.put({
      ...{ name: 'slow', version: '1.0.0', api: '^1', sha512: '1', uploadedBy: 'master', uploadedAt: NOW },
      extensions: [...ACME, { kind: 'pacing-strategy', id: 'slow' }],
      packed: Buffer.from('1'),
    });
    await packages.refuseDisabled(campaign.id);
    await packages.setEnabled(plugin, false);
    await expect(packages.refuseDisabled(campaign.id)).rejects.toMatchObject({
      said: { code: 'plugin-disabled', params: { name: 'slow' } },
    });
  });

  it('is in use from the start of a campaign until its last call has ended', async () => {
    const { dataSource } = database;
    const campaigns = new CampaignRepository(dataSource);
    const claims = new LeadClaims(dataSource);
    const values = { kind: 'dnc-provider', type: 'acme-dnc', name: 'Acme', config: {} };
    const { id } = await dataSource.manager.save(PluginInstance, values);
    const [other = ''] = (await campaignData(dataSource)).dncInstanceIds;
    const dncInstanceIds = [other, id];
    const campaign = await makeCampaign(campaigns, dataSource, { dncInstanceIds }, ['554181020000'], NOW);
    const isInUse = () =>
      packages.refuseWhileDialling(ACME).then(
        () => false,
        (error: unknown) => error instanceof NotAllowedNowError,
      );

    expect(await isInUse()).toBe(false);
    await campaigns.start(campaign.id);
    expect(await isInUse()).toBe(true);
    const leads = await claims.claim(campaign.id, 1, 'node-1', NOW, randomUUID());
    await campaigns.stop(campaign.id);
    expect(await isInUse()).toBe(true);
    for (const lead of leads) await claims.release(lead);
    expect(await isInUse()).toBe(false);
  });
});
