import { createLog } from '@marcador/platform/logging.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import { campaign } from '../../../test/support/engine.js';
import { FakeClaims } from '../../../test/support/fake-claims.js';
import { recoverClaims } from './crash-recovery.js';

const HOUR = 3_600_000;

async function recover(abandonedCallMs: number) {
  const clock = new ManualClock('2026-11-23T08:00:00Z');
  const claims = new FakeClaims();
  claims.add('a', ['1', '2', '3'], clock.now());
  await claims.claim('a', 2, 'n1', clock.now());
  await claims.claim('a', 1, 'n2', clock.now());
  await claims.markDialling('2', 'port1', clock.now());
  const settings = { nodeName: 'n1', abandonedCallMs };
  const rule = { retryRule: { maxAttempts: 2, retryAfterMs: HOUR } };
  const recovered = await recoverClaims(
    claims,
    (id) => Promise.resolve(campaign(id, rule)),
    settings,
    clock,
    createLog('silent'),
  );
  return { claims, recovered };
}

describe('the recovery from a crash', () => {
  it('gives a lead back that was not dialled yet, without an attempt', async () => {
    const { claims, recovered } = await recover(0);
    expect(recovered).toEqual({ released: 1, interrupted: 1 });
    expect(claims.leads[0]).toMatchObject({ attempts: 0, status: 'NOT_CALLED', claim: undefined });
  });

  it('counts a call that may have left, with a record, and waits until it is surely over and the retry-after time', async () => {
    const { claims } = await recover(180_000);
    expect(claims.leads[1]).toMatchObject({
      attempts: 1,
      status: 'UNKNOWN',
      claim: undefined,
      next: new Date('2026-11-23T09:03:00Z'),
    });
    expect(claims.settled).toHaveLength(1);
    expect(claims.settled[0]?.record).toMatchObject({ subReason: 'interrupted', port: 'port1', phone: '2' });
  });

  it('leaves the claims of other nodes alone', async () => {
    const { claims } = await recover(0);
    expect(claims.leads[2]?.claim?.node).toBe('n2');
  });
});
