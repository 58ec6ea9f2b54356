import { createLog } from '@marcador/platform/logging.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import { campaign } from '../../../test/support/engine.js';
import { FakeClaims } from '../../../test/support/fake-claims.js';
import { CrashRecovery } from './crash-recovery.js';

const HOUR = 3_600_000;

async function recover() {
  const clock = new ManualClock('2026-11-23T08:00:00Z');
  const claims = new FakeClaims();
  claims.add('a', ['1', '2', '3'], clock.now());
  const [, second] = await claims.claim('a', 2, 'n1', clock.now(), 'token');
  if (second === undefined) throw new Error('Two leads were due.');
  await claims.markDialling(second, 'port1', clock.now());
  const settled: unknown[] = [];
  const rule = { retryRule: { maxAttempts: 2, retryAfterMs: HOUR } };
  const recovery = new CrashRecovery({
    claims,
    clock,
    log: createLog('silent'),
    abandonedCallMs: 180_000,
    settingsOf: (id) => Promise.resolve(campaign(id, rule)),
    onSettled: (id, next) => settled.push([id, next]),
  });
  return { clock, claims, recovery, settled, found: await recovery.begin() };
}

describe('the recovery from a crash', () => {
  it('gives a lead back that was not dialled yet, without an attempt', async () => {
    const { claims, found } = await recover();
    expect(found).toEqual({ released: 1, interrupted: 1 });
    expect(claims.leads[0]).toMatchObject({ attempts: 0, status: 'NOT_CALLED', claim: undefined });
  });

  it('keeps the number of a call that may still ring, then counts it, with a record and the retry-after time', async () => {
    const { clock, claims, settled } = await recover();
    await clock.advance(179_999);
    expect(claims.leads[1]?.claim).toBeDefined();
    await clock.advance(1);
    const next = new Date('2026-11-23T09:03:00Z');
    expect(claims.leads[1]).toMatchObject({ attempts: 1, status: 'UNKNOWN', claim: undefined, next });
    expect(claims.settled[0]?.record).toMatchObject({ subReason: 'interrupted', port: 'port1', phone: '2' });
    expect(settled).toEqual([['a', next]]);
  });

  it('settles it also when the database is away just then', async () => {
    const { clock, claims } = await recover();
    claims.failure = new Error('connection refused');
    await clock.advance(180_000);
    claims.failure = undefined;
    await clock.advance(1000);
    expect(claims.leads[1]?.attempts).toBe(1);
  });

  it('leaves what is not settled yet to the next start', async () => {
    const { clock, claims, recovery } = await recover();
    recovery.close();
    await clock.advance(HOUR);
    expect(claims.leads[1]?.claim).toBeDefined();
    expect(clock.timers).toBe(0);
  });
});
