import type { LeadResult } from '@marcador/domain/lead-status.js';
import fc from 'fast-check';
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { makeCampaign, openTestDatabase, settlementOf } from '../../../../test/support/campaign-fixtures.js';
import { CampaignRepository } from '../campaigns/campaign.repository.js';
import type { Campaign } from '../entities/campaign.entity.js';
import { Lead } from '../entities/lead.entity.js';
import { LeadClaims, type ClaimedLead, type Settlement } from './lead-claims.js';

const START = new Date('2026-11-23T12:00:00.000Z').getTime();
const RETRY_MINUTES = 1;
const MAX_ATTEMPTS = 2;
const NODES = ['node-1', 'node-2'];
const RESULTS: readonly LeadResult[] = [
  { status: 'BUSY' },
  { status: 'SUCCESS', final: true },
  { status: 'FAILURE', subReason: 'no-answer' },
];

type Step =
  | { do: 'claim'; campaign: number; count: number; node: number }
  | { do: 'dial' | 'release' | 'release-again' | 'settle' | 'settle-again'; pick: number; result: number }
  | { do: 'wait' };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('claim' as const),
      campaign: fc.nat(1),
      count: fc.integer({ min: 1, max: 4 }),
      node: fc.nat(1),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constantFrom(...(['dial', 'release', 'release-again', 'settle', 'settle-again'] as const)),
      pick: fc.nat(20),
      result: fc.nat(RESULTS.length - 1),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('wait' as const) }) },
);

/** Steps of one inner list go on at the same time. */
const interleaving = fc.array(fc.array(step, { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 12,
});

/** Two nodes that call two campaigns with shared numbers. */
class World {
  private readonly held: { lead: ClaimedLead; campaign: Campaign }[] = [];
  private readonly released: ClaimedLead[] = [];
  private readonly past: Settlement[] = [];
  private now = START;

  constructor(
    private readonly claims: LeadClaims,
    private readonly campaigns: readonly Campaign[],
  ) {}

  async run(step: Step): Promise<void> {
    switch (step.do) {
      case 'claim':
        return this.claim(step);
      case 'wait':
        this.now += RETRY_MINUTES * 60_000;
        return;
      case 'settle-again':
        return this.past.length === 0
          ? undefined
          : this.claims.settle(this.past[step.pick % this.past.length]!);
      case 'dial':
        return this.held.length === 0
          ? undefined
          : this.claims
              .markDialling(this.held[step.pick % this.held.length]!.lead, 'port', new Date(this.now))
              .catch(() => undefined);
      case 'release':
        return this.end(step.pick, ({ lead }) => {
          this.released.push(lead);
          return this.claims.release(lead);
        });
      case 'release-again':
        return this.released.length === 0
          ? undefined
          : this.claims.release(this.released[step.pick % this.released.length]!);
      case 'settle':
        return this.end(step.pick, (held) => this.settle(held, RESULTS[step.result]!));
    }
  }

  async finish(): Promise<void> {
    await Promise.all(this.held.splice(0).map((held) => this.settle(held, RESULTS[0]!)));
  }

  private async claim(step: Extract<Step, { do: 'claim' }>): Promise<void> {
    const campaign = this.campaigns[step.campaign]!;
    const leads = await this.claims.claim(
      campaign.id,
      step.count,
      NODES[step.node]!,
      new Date(this.now),
      randomUUID(),
    );
    for (const lead of leads) {
      expect(lead.attempt).toBeLessThanOrEqual(MAX_ATTEMPTS);
      expect(this.held.map((held) => held.lead.phone)).not.toContain(lead.phone);
      this.held.push({ lead, campaign });
    }
  }

  /** What is ended is not held any more before the database knows, so that a claim right after it is no surprise. */
  private async end(pick: number, action: (held: World['held'][number]) => Promise<void>): Promise<void> {
    const [held] = this.held.length === 0 ? [] : this.held.splice(pick % this.held.length, 1);
    if (held !== undefined) await action(held);
  }

  private async settle({ lead, campaign }: World['held'][number], result: LeadResult): Promise<void> {
    const settlement = settlementOf(lead, campaign, {
      result,
      ...(result.final === true || lead.attempt >= MAX_ATTEMPTS ? { nextAttemptAt: undefined } : {}),
    });
    this.past.push(settlement);
    await this.claims.settle(settlement);
  }
}

describe('whatever claims, releases and settlements cross each other', () => {
  let database: Awaited<ReturnType<typeof openTestDatabase>>;
  let dataSource: DataSource;

  beforeAll(async () => {
    database = await openTestDatabase(8);
    dataSource = database.dataSource;
  });

  afterAll(() => database.close());

  /** Leads that break a rule, each with the rules it breaks. */
  function violations(): Promise<unknown[]> {
    return dataSource.query(
      `SELECT * FROM (
         SELECT lead.*,
           claimed <> EXISTS (SELECT FROM claim WHERE lead_id = lead.id) AS claim_and_mark_differ,
           next_attempt_at IS NULL AND NOT final AND attempts < $1 AS given_up_early,
           next_attempt_at IS NOT NULL AND (final OR attempts >= $1) AS called_too_often,
           attempts <> (SELECT count(*) FROM call_record WHERE lead_id = lead.id) AS attempts_and_records_differ,
           (SELECT count(*) FROM claim WHERE claim.phone = lead.phone) > 1 AS number_called_twice
         FROM lead
       ) AS checked
       WHERE claim_and_mark_differ OR given_up_early OR called_too_often
         OR attempts_and_records_differ OR number_called_twice`,
      [MAX_ATTEMPTS],
    );
  }

  it('each lead is finished or called again, never more often than allowed, no number twice at once', async () => {
    const campaigns = new CampaignRepository(dataSource);
    const rule = { maxAttempts: MAX_ATTEMPTS, retryAfterMinutes: RETRY_MINUTES };
    const make = () => makeCampaign(campaigns, dataSource, rule, [], new Date(START));
    const [one, other] = [await make(), await make()];
    const leads = (campaign: Campaign, phones: readonly string[]) =>
      phones.map((phone) => ({ campaignId: campaign.id, name: '', phone, nextAttemptAt: new Date(START) }));

    await fc.assert(
      fc.asyncProperty(interleaving, async (groups) => {
        await dataSource.query('DELETE FROM claim; DELETE FROM lead; DELETE FROM call_record');
        await dataSource.manager.insert(Lead, [
          ...leads(one, ['1', '2', '3', '4']),
          ...leads(other, ['3', '4', '5']),
        ]);
        const world = new World(new LeadClaims(dataSource), [one, other]);
        for (const group of groups) {
          await Promise.all(group.map((each) => world.run(each)));
          expect(await violations()).toEqual([]);
        }
        await world.finish();
        expect(await violations()).toEqual([]);
        expect(await dataSource.query('SELECT * FROM claim')).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });
});
