import { openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { PluginInstanceRepository } from '../plugins/plugin-instance.repository.js';
import { KeepAnswers1795411200000 } from './1795411200000-keep-answers.js';

describe('the migration of how long answers are kept', () => {
  it('takes the setting out of the values of web services, and puts it back', async () => {
    const { dataSource, close } = await openTestDatabase();
    const runner = dataSource.createQueryRunner();
    try {
      const instances = new PluginInstanceRepository(dataSource);
      const make = (type: string, config: object) =>
        instances.create({ kind: 'dnc-provider', type, name: type, config: { ...config }, builtIn: false });
      const web = await make('dnc-http', { url: 'https://a.example/', rememberMinutes: 1440 });
      const other = await make('other', { rememberMinutes: 5 });
      const migration = new KeepAnswers1795411200000();
      await runner.query('ALTER TABLE plugin_instance DROP COLUMN keep_answers_minutes');

      await migration.up(runner);
      expect(await instances.get(web.id)).toMatchObject({
        version: 1,
        keepAnswersMinutes: 1440,
        config: { url: 'https://a.example/' },
      });
      expect((await instances.get(web.id)).config).not.toHaveProperty('rememberMinutes');
      expect(await instances.get(other.id)).toMatchObject({
        keepAnswersMinutes: 0,
        config: { rememberMinutes: 5 },
      });

      await migration.down(runner);
      const [row] = await dataSource.query<unknown[]>('SELECT config FROM plugin_instance WHERE id = $1', [
        web.id,
      ]);
      expect(row).toEqual({ config: { url: 'https://a.example/', rememberMinutes: 1440 } });
    } finally {
      await runner.release();
      await close();
    }
  });
});
