import { randomBytes } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { StoredInstances } from '@marcador/dialer/instances/stored-instances.js';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { SECRET_PLACEHOLDER } from '@marcador/plugin-host/secret-redaction.js';
import { startTestService, type TestService } from '../../support/test-service.js';

const TARGETS = '/api/v1/dial-targets';

interface Instance {
  readonly id: string;
  readonly version: number;
  readonly inService: boolean;
  readonly reason?: string;
  readonly config: object;
}

describe('the secrets of configured instances, in the database,', () => {
  let first: TestService;
  let api: TestService;
  let made = 0;
  beforeAll(async () => {
    first = api = await startTestService();
  });
  afterAll(async () => {
    await api.close();
    await first.close();
  });

  const restart = async (secrets?: { keys: readonly string[] }) => {
    await api.service.stop();
    api = await startTestService([], { after: first, ...(secrets && { secrets }) });
  };
  const make = async (config: object) => {
    const name = `Target ${++made}`;
    return (await api.master.post(TARGETS, { name, type: 'test-target', config })).body as Instance;
  };
  const one = async (id: string) => (await api.master.get(`${TARGETS}/${id}`)).body as Instance;
  const opened = async (id: string) => (await api.service.app.get(StoredInstances).find(id))?.config;
  const change = (id: string, version: number, config: object) =>
    api.master.send('PATCH', `${TARGETS}/${id}`, { body: { version, config } });
  const sql = async <Row>(query: string, parameters: unknown[] = []): Promise<Row[]> => {
    const database = await openDataSource({ url: first.databaseUrl });
    const rows = await database.query<Row[]>(query, parameters);
    await database.destroy();
    return rows;
  };
  /** All that is stored of the instances, as a dump of the table has it. */
  const dump = async () => {
    const rows = await sql<{ text: string }>('SELECT instance::text AS text FROM plugin_instance instance');
    return rows.map(({ text }) => text).join('\n');
  };

  it('cannot be read there, whether they came first or by a change, nor in the log', async () => {
    const target = await make({ token: 'hunter2', retries: 1 });
    await change(target.id, target.version, { token: 'hunter3', retries: 2 });
    await make({ token: 'hunter4' });
    expect(await dump()).toContain('$secret');
    expect(await dump()).toContain('retries');
    expect(await dump()).not.toContain('hunter');
    expect(api.logLines.join('')).not.toContain('hunter');
    expect(await opened(target.id)).toEqual({ token: 'hunter3', retries: 2 });
  });

  it('are there after a restart, and sealed then if they were stored before there was sealing', async () => {
    const [sealed, plain] = [await make({ token: 'hunter5' }), await make({ retries: 3 })];
    await sql(`UPDATE plugin_instance SET config = '{"token": "hunter6", "retries": 3}' WHERE id = $1`, [
      plain.id,
    ]);
    expect(await dump()).toContain('hunter6');
    await restart();
    expect(await opened(sealed.id)).toEqual({ token: 'hunter5' });
    expect(await one(plain.id)).toMatchObject({
      inService: true,
      version: plain.version,
      config: { token: SECRET_PLACEHOLDER },
    });
    expect(await opened(plain.id)).toEqual({ token: 'hunter6', retries: 3 });
    expect(await dump()).not.toContain('hunter');
  });

  it('are of no use in another row', async () => {
    const [mine, theirs] = [await make({ token: 'hunter7' }), await make({ token: 'hunter8' })];
    await sql(
      'UPDATE plugin_instance SET config = other.config FROM plugin_instance other WHERE plugin_instance.id = $1 AND other.id = $2',
      [mine.id, theirs.id],
    );
    await restart();
    const moved = await one(mine.id);
    expect(moved).toMatchObject({ inService: false, config: { token: SECRET_PLACEHOLDER } });
    expect(moved.reason).toMatch(/damaged, or belong to another place.* give the secrets again/);
    expect(await one(theirs.id)).toMatchObject({ inService: true });
    await api.master.send('DELETE', `${TARGETS}/${mine.id}`);
  });

  it('are sealed anew with a new key, after which the former one may go', async () => {
    const target = await make({ token: 'hunter9' });
    const file = await readFile(join(first.dataDir, 'secrets.key'), 'utf8');
    const former = file.trim().split('\n').at(-1) ?? '';
    const next = randomBytes(32).toString('base64');
    await restart({ keys: [next, former] });
    await restart({ keys: [next] });
    expect(await one(target.id)).toMatchObject({ inService: true });
    expect(await opened(target.id)).toEqual({ token: 'hunter9' });
  });

  it('keep their instance out of service while their key is not there, and no other', async () => {
    const [lost, none] = [await make({ token: 'hunter10' }), await make({ retries: 4 })];
    await rm(join(first.dataDir, 'secrets.key'));
    await restart();
    const seen = await one(lost.id);
    expect(seen).toMatchObject({ inService: false, config: { token: SECRET_PLACEHOLDER } });
    expect(seen.reason).toMatch(/sealed with the key [0-9a-f]{8}, .*put that key back/);
    expect(await one(none.id)).toMatchObject({ inService: true });

    const unsent = { config: { retries: 5 }, id: lost.id, type: 'test-target' };
    for (const { status, body } of [
      await change(lost.id, seen.version, { token: SECRET_PLACEHOLDER }),
      await change(lost.id, seen.version, unsent.config),
      await api.master.post(`${TARGETS}/test`, unsent),
    ]) {
      const details = [{ field: 'config.token', code: 'secret-unreadable' }];
      expect([status, body]).toMatchObject([422, { details }]);
    }
    const renamed = await api.master.send('PATCH', `${TARGETS}/${lost.id}`, {
      body: { version: seen.version, name: 'Renamed' },
    });
    expect(renamed.body).toMatchObject({ name: 'Renamed', inService: false });
    const { body } = await change(lost.id, seen.version + 1, { token: 'hunter11' });
    expect(body).toMatchObject({ inService: true });
    expect(await dump()).not.toContain('hunter');
  });
});
