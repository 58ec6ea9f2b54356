import { startSamples, type SampleCampaign } from '@marcador/sandbox/set-up.js';
import { judge } from '@marcador/sandbox/verdict.js';
import { OpenWorld, until } from '../support/open-world.js';
import { progressOf } from '../support/progress.js';
import { callsWithoutRecord } from '../support/settled-calls.js';
import { createTestDatabase, type TestDatabase } from '../support/test-database.js';

describe('a session of the database that PostgreSQL ends in mid-campaign', () => {
  let database: TestDatabase;
  let world: OpenWorld;
  let startedAt: number;
  let campaigns: readonly SampleCampaign[];

  beforeAll(async () => {
    database = await createTestDatabase();
    world = await OpenWorld.start({ databaseUrl: database.url });
    startedAt = Date.now();
    campaigns = await startSamples(world.administrator);
  });
  afterAll(async () => {
    await world.close();
    await database.dropped();
  });

  it.each([
    ['the one of the lock', 'marcador lock'],
    ['all, as by a restart', 'marcador%'],
  ])(
    'ends the service, which says why and what to do; the next start has every call: %s',
    async (_, sessions) => {
      const from = (await world.log()).length;
      await until(async () => (await world.log()).slice(from).some(({ type }) => type === 'answered'));
      await until(async () => (await world.openCalls()) > 0);
      expect(await database.endSessions(sessions)).toBeGreaterThan(0);
      expect(await world.ended()).toBe(1);
      expect(await world.serviceLog()).toContainEqual(
        expect.objectContaining({
          level: 'error',
          msg: 'Stopping: the service cannot go on.',
          reason: expect.stringMatching(
            /^PostgreSQL ended the session .*\(terminating connection .*\): .* start the service again\.$/,
          ) as string,
        }),
      );
      expect(await world.openCalls()).toBe(0);

      const before = await world.log();
      await world.startAgain();
      await until(async () => (await callsWithoutRecord(world, before)).length === 0);
    },
  );

  it('costs no lead and breaks no invariant', async () => {
    const progress = await until(async () => {
      const all = await progressOf(world, campaigns);
      return all.every(({ unfinished }) => unfinished === 0) && all;
    });
    const { control } = world.simulator;
    const summary = await judge(world.administrator, control, campaigns, progress, startedAt);
    expect(summary.violations).toEqual([]);
  });
});
