import { startSamples } from '@marcador/sandbox/set-up.js';
import { OpenWorld, until } from '../support/open-world.js';

describe('SIGTERM in mid-campaign', () => {
  let world: OpenWorld;

  beforeAll(async () => {
    world = await OpenWorld.start();
  }, 60_000);
  afterAll(() => world.close());

  it('begins no new call, lets running ones finish, writes their outcomes and exits with 0', async () => {
    await startSamples(world.administrator);
    await until(async () => (await world.log()).filter(({ type }) => type === 'answered').length >= 3);
    await until(async () => (await world.openCalls()) > 0);
    const signalledAt = Date.now();
    expect(await world.terminate()).toBe(0);

    const log = await world.log();
    const late = log.filter(({ type, at }) => type === 'invite' && at > signalledAt + REACTION_MS);
    expect(late).toEqual([]);
    expect(await world.openCalls()).toBe(0);

    await world.startAgain();
    const invites = log.filter(({ type }) => type === 'invite').length;
    const { items } = await world.administrator.get<{
      items: { port: string | null; subReason: string | null }[];
    }>('/call-records?limit=500');
    expect(items.filter(({ port }) => port !== null).length).toBeGreaterThanOrEqual(invites);
    expect(items.filter(({ subReason }) => subReason === 'interrupted')).toEqual([]);
  }, 120_000);

  it('goes on with its campaigns after the next start', async () => {
    const seen = (await world.log()).length;
    await until(async () => (await world.log()).slice(seen).some(({ type }) => type === 'invite'));
  }, 120_000);
});

/** A signal takes its time to reach the process on a busy machine. */
const REACTION_MS = 1000;
