import { startSamples } from '@marcador/sandbox/set-up.js';
import { OpenWorld, until } from '../support/open-world.js';

describe('SIGTERM in mid-campaign', () => {
  let world: OpenWorld;

  beforeAll(async () => {
    world = await OpenWorld.start();
  });
  afterAll(() => world.close());

  it('begins no new call, lets running ones finish, writes their outcomes and exits with 0', async () => {
    await startSamples(world.administrator);
    await until(async () => (await world.log()).filter(({ type }) => type === 'answered').length >= 3);
    await until(async () => (await world.openCalls()) > 0);
    const ended = world.terminate();
    const { time: stoppingAt } = await until(async () =>
      (await world.serviceLog()).find(({ msg }) => msg.startsWith('Stopping: no further call begins.')),
    );
    // What was on its way when the service said so has arrived after two round trips to the simulator's event loop.
    await world.log();
    const arrived = (await world.log()).length;
    expect(await ended).toBe(0);
    const endedAt = new Date().toISOString();
    const log = await world.log();
    expect(log.slice(arrived).filter(({ type }) => type === 'invite')).toEqual([]);
    expect(await world.openCalls()).toBe(0);

    await world.startAgain();
    const invites = log.filter(({ type }) => type === 'invite').length;
    const { items } = await world.administrator.get<{
      items: { port: string | null; subReason: string | null; dialledAt: string | null }[];
    }>('/call-records?limit=500');
    expect(items.filter(({ port }) => port !== null).length).toBeGreaterThanOrEqual(invites);
    expect(items.filter(({ subReason }) => subReason === 'interrupted')).toEqual([]);
    const begunAfterwards = ({ dialledAt }: { dialledAt: string | null }) =>
      dialledAt !== null && dialledAt > stoppingAt && dialledAt < endedAt;
    expect(items.filter(begunAfterwards)).toEqual([]);
  });

  it('goes on with its campaigns after the next start', async () => {
    const seen = (await world.log()).length;
    await until(async () => (await world.log()).slice(seen).some(({ type }) => type === 'invite'));
  });
});
