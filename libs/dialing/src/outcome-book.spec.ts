import { createLog } from '@marcador/platform/logging.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import { campaign } from '../../../test/support/engine.js';
import { FakeClaims } from '../../../test/support/fake-claims.js';
import { LeadPool } from './lead-pool.js';
import { OutcomeBook } from './outcome-book.js';
import { RunningCampaign } from './running-campaign.js';

const MINUTE = 60_000;

/** Counts how many leads were asked for at a time. */
class CountingClaims extends FakeClaims {
  readonly asked: number[] = [];

  override claim(...wanted: Parameters<FakeClaims['claim']>) {
    this.asked.push(wanted[1]);
    return super.claim(...wanted);
  }
}

function openBook() {
  const clock = new ManualClock('2026-11-23T08:00:00Z');
  const claims = new CountingClaims();
  const book = new OutcomeBook(claims, 'n1', clock, createLog('silent'));
  const running = (id: string) => new RunningCampaign(campaign(id), [], new LeadPool());
  const claimMany = (of: RunningCampaign, count: number) =>
    Promise.all(Array.from({ length: count }, () => book.claim(of)));
  return { clock, claims, running, claimMany };
}

const phones = (count: number) => Array.from({ length: count }, (_, n) => String(n));

describe('claiming', () => {
  it('takes what is wanted meanwhile together, each lead once', async () => {
    const { clock, claims, running, claimMany } = openBook();
    claims.add('a', phones(250), clock.now());
    const leads = await claimMany(running('a'), 250);
    expect(new Set(leads.map((lead) => lead?.leadId)).size).toBe(250);
    expect(claims.asked).toEqual([1, 100, 100, 49]);
  });

  it('keeps the campaigns apart', async () => {
    const { clock, claims, running, claimMany } = openBook();
    claims.add('a', ['1', '2'], clock.now());
    claims.add('b', ['3', '4'], clock.now());
    const [ofA, ofB] = await Promise.all([claimMany(running('a'), 2), claimMany(running('b'), 2)]);
    expect(ofA.map((lead) => lead?.phone)).toEqual(['1', '2']);
    expect(ofB.map((lead) => lead?.phone)).toEqual(['3', '4']);
  });

  it('gives nobody a lead that is not there, and knows when the next is due', async () => {
    const { clock, claims, running, claimMany } = openBook();
    claims.add('a', ['1'], clock.now());
    claims.add('a', ['2'], new Date(clock.now().getTime() + MINUTE));
    const of = running('a');
    expect((await claimMany(of, 3)).map((lead) => lead?.phone)).toEqual(['1', undefined, undefined]);
    expect(of.pool.nextLook).toEqual(new Date(clock.now().getTime() + MINUTE));
  });

  it('gives nobody a lead when the database does not answer, and looks again in a moment', async () => {
    const { clock, claims, running, claimMany } = openBook();
    claims.add('a', phones(3), clock.now());
    claims.failure = new Error('connection refused');
    const of = running('a');
    const claimed = claimMany(of, 3);
    await clock.advance(0);
    claims.failure = undefined;
    await clock.advance(MINUTE);
    expect((await claimed).filter((lead) => lead !== undefined).length).toBeLessThan(3);
    expect(of.pool.mayHaveDueLead(new Date(clock.now().getTime() + 1000))).toBe(true);
    expect(claims.leads.filter(({ claim }) => claim !== undefined)).toHaveLength(
      (await claimed).filter((lead) => lead !== undefined).length,
    );
  });
});
