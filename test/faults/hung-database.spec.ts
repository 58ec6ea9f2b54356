import { startSamples } from '@marcador/sandbox/set-up.js';
import { FreezingProxy } from '../support/freezing-proxy.js';
import { OpenWorld, until } from '../support/open-world.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';
import { callsWithoutRecord, interruptedCalls } from '../support/settled-calls.js';

describe('SIGTERM while the database hangs', () => {
  let database: TestDatabase;
  let proxy: FreezingProxy;
  let world: OpenWorld;

  beforeAll(async () => {
    database = await createTestDatabase();
    const hanging = await FreezingProxy.before(database.url);
    ({ proxy } = hanging);
    world = await OpenWorld.start({
      databaseUrl: hanging.url,
      dialing: { shutdownTimeoutMs: 12_000, abandonedCallMs: 1000 },
    });
  });
  afterAll(async () => {
    await world.close();
    proxy.close();
    await database.dropped();
  });

  it('ends the service all the same, with status 1 and the calls that are settled at the next start', async () => {
    const [campaign] = await startSamples(world.administrator);
    await until(async () => (await world.log()).filter(({ type }) => type === 'answered').length >= 3);
    await until(async () => (await world.openCalls()) > 0);
    proxy.freeze();
    expect(await world.terminate()).toBe(1);
    expect((await world.serviceLog()).at(-1)).toMatchObject({
      level: 'error',
      msg: expect.stringMatching(
        /^Not stopped within 22 s, ending now: .* settled at the next start/,
      ) as string,
      calls: { [campaign?.sample.name ?? '']: expect.any(Number) as number },
    });
  });

  it('has let no call go on', async () => {
    await until(async () => (await world.openCalls()) === 0);
  });

  it('loses no call: each has a record after the next start', async () => {
    const before = await world.log();
    proxy.thaw();
    await world.startAgain();
    await until(async () => (await callsWithoutRecord(world, before)).length === 0);
    expect(await interruptedCalls(world)).toBeGreaterThan(0);
  });
});
