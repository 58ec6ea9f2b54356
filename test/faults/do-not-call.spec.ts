import { EXTERNAL_SERVICE, SAMPLES, type Sample } from '@marcador/sandbox/samples.js';
import { startSamples } from '@marcador/sandbox/set-up.js';
import { OpenWorld, until } from '../support/open-world.js';

const SAMPLE = SAMPLES.find(({ dnc }) => dnc === EXTERNAL_SERVICE) as Sample;
const FAULTS = [
  ['times out', { kind: 'silent', count: 1_000_000 }],
  ['answers 500', { kind: 'error-500', count: 1_000_000 }],
  ['answers HTML', { kind: 'html', count: 1_000_000 }],
  ['answers with a wrong type', { kind: 'wrong-type', count: 1_000_000 }],
  ['answers about another number', { kind: 'other-number', count: 1_000_000 }],
  ['redirects', { kind: 'redirect', count: 1_000_000 }],
  ['breaks off', { kind: 'cut-off', count: 1_000_000 }],
] as const;

describe('an external do-not-call service', () => {
  let world: OpenWorld;

  beforeAll(async () => {
    world = await OpenWorld.start();
  });
  afterAll(() => world.close());

  it.each(FAULTS)(
    'that %s lets no INVITE leave; dialling resumes by itself when it answers',
    async (name, fault) => {
      await world.order('/faults/dnc', fault);
      const from = await lastSeq(world);
      const [campaign] = await startSamples(world.administrator, [{ ...SAMPLE, name: `While it ${name}` }]);
      const id = campaign?.id ?? '';
      await until(async () => (await entryState(world, id)) === 'DO_NOT_CALL_OOS');
      await until(async () => (await since(world, from, 'dnc-query')).length >= 2);
      expect(await since(world, from, 'invite')).toEqual([]);
      const summary = await world.administrator.get<{ leads: { NOT_CALLED: number }; total: number }>(
        `/campaigns/${id}/summary`,
      );
      expect(summary.leads.NOT_CALLED).toBe(summary.total);

      await world.order('/faults/dnc', { ...fault, count: 0 });
      await until(async () => (await since(world, from, 'invite')).length > 0);
      expect(await entryState(world, id)).toBe('RUNNING');
      await stop(world, id);
    },
  );

  it('that cannot be reached, then can, is out of service in between', async () => {
    const from = await lastSeq(world);
    await world.order('/faults/dnc/down', { kind: 'closed', forMs: 600_000 });
    const [campaign] = await startSamples(world.administrator, [{ ...SAMPLE, name: 'While it is closed' }]);
    const id = campaign?.id ?? '';
    await until(async () => (await entryState(world, id)) === 'DO_NOT_CALL_OOS');
    expect(await since(world, from, 'invite')).toEqual([]);
    await world.order('/faults/dnc/down', { kind: 'closed', forMs: 0 });
    await until(async () => (await since(world, from, 'invite')).length > 0);
    await stop(world, id);
  });

  it('with a certificate that nobody trusts is never believed', async () => {
    await world.master.post('/dnc-services', {
      name: 'Untrusted registry',
      type: 'dnc-http',
      config: { url: world.simulator.dncUntrusted },
    });
    const from = await lastSeq(world);
    const [campaign] = await startSamples(world.administrator, [
      { ...SAMPLE, name: 'With a bad certificate', dnc: 'Untrusted registry' },
    ]);
    const id = campaign?.id ?? '';
    await until(async () => (await entryState(world, id)) === 'DO_NOT_CALL_OOS');
    expect(await since(world, from, 'invite')).toEqual([]);
    expect(await since(world, from, 'dnc-query')).toEqual([]);
    await stop(world, id);
  });
});

async function entryState(world: OpenWorld, campaignId: string): Promise<string | undefined> {
  const entries = await world.administrator.get<{ state: string; opensAt: string; closesAt: string }[]>(
    `/campaigns/${campaignId}/schedule`,
  );
  const now = new Date().toISOString();
  return entries.find(({ opensAt, closesAt }) => opensAt <= now && now < closesAt)?.state;
}

async function lastSeq(world: OpenWorld): Promise<number> {
  return (await world.log()).at(-1)?.seq ?? 0;
}

async function since(world: OpenWorld, seq: number, type: string) {
  return (await world.log()).filter((event) => event.seq > seq && event.type === type);
}

/** Stops the campaign and waits for its last call, which would else fall into the next test. */
async function stop(world: OpenWorld, id: string): Promise<void> {
  await world.administrator.post(`/campaigns/${id}/stop`);
  await until(async () => (await world.openCalls()) === 0);
}
