import { openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { UploadPlaces } from '../upload-places.js';
import { InstanceNumbers } from '../plugins/instance-numbers.js';
import { PluginInstanceRepository } from '../plugins/plugin-instance.repository.js';

describe('the migration to blocks of numbers', () => {
  it('keeps the lists there are, forward and back', async () => {
    const { dataSource, close } = await openTestDatabase();
    try {
      const { id } = await new PluginInstanceRepository(dataSource).create({
        ...{ kind: 'dnc-provider', type: 'embedded', name: 'List', config: {}, builtIn: false },
      });
      const names = dataSource.migrations.map(({ name }) => name ?? '');
      const later = names.length - names.findIndex((name) => name.startsWith('NumberLists'));
      for (let back = 0; back < later; back++) await dataSource.undoLastMigration();
      const dense = Array.from({ length: 5000 }, (_, index) => String(554133200000 + index));
      await dataSource.query('INSERT INTO instance_number SELECT $1, unnest($2::text[])', [
        id,
        [...dense, '554181021119', '5541981021119', '12025550123'],
      ]);
      await dataSource.runMigrations();
      const numbers = new InstanceNumbers(dataSource, new UploadPlaces()).of(id);
      expect(await numbers.count()).toBe(5002);
      expect(await numbers.listDate()).toBeUndefined();
      for (const number of ['554133200000', '554133204999', '554181021119', '5541981021119', '12025550123'])
        expect([number, await numbers.has(number)]).toEqual([number, true]);
      for (const number of ['554133199999', '554133205000', '12025550124'])
        expect([number, await numbers.has(number)]).toEqual([number, false]);

      for (let back = 0; back < later; back++) await dataSource.undoLastMigration();
      const rows = await dataSource.query<{ phone: string }[]>(
        'SELECT phone FROM instance_number ORDER BY phone',
      );
      expect(rows.map(({ phone }) => phone)).toEqual(
        [...dense, '5541981021119', '12025550123'].sort((a, b) => (a < b ? -1 : 1)),
      );
    } finally {
      await close();
    }
  });
});
