import { PluginInstance } from '@marcador/persistence/entities/plugin-instance.entity.js';
import { openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { seedBuiltInInstances } from './built-in-instances.js';

describe('the built-in instances', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  beforeAll(async () => (database = await openTestDatabase()));
  afterAll(() => database.close());

  it('are added to what a database has, whatever that has is left as it is', async () => {
    const { manager } = database.dataSource;
    const kind = 'amd-detector';
    const before = await manager.save(PluginInstance, [
      { kind, type: 'amd-cadence', name: 'Cadence', config: {}, builtIn: true },
      { kind, type: 'acme', name: 'fast', config: { own: 1 }, builtIn: false },
    ]);
    await seedBuiltInInstances(database.dataSource);
    await seedBuiltInInstances(database.dataSource);
    const after = await manager.find(PluginInstance, { where: { kind }, order: { name: 'ASC' } });
    expect(after).toHaveLength(4);
    expect(after).toEqual(
      expect.arrayContaining(before.map((each) => expect.objectContaining(each) as object)),
    );
    expect(after).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'Balanced', config: { profile: 'balanced' }, builtIn: true }),
        expect.objectContaining({ name: 'Accurate', config: { profile: 'accurate' }, builtIn: true }),
      ]),
    );
  });
});
