import { randomUUID } from 'node:crypto';
import { makeCampaign, openTestDatabase, settlementOf } from '../../../../test/support/campaign-fixtures.js';
import { CampaignRepository } from '../campaigns/campaign.repository.js';
import { LeadClaims } from '../leads/lead-claims.js';
import { RecentCallsReader } from './recent-calls.js';

const minute = (minute: number, second = 0) => new Date(Date.UTC(2026, 10, 23, 12, minute, second));

describe('the recent calls', () => {
  it('are counted minute by minute, those not dialled left out, and told newest first', async () => {
    const database = await openTestDatabase();
    const { dataSource } = database;
    const claims = new LeadClaims(dataSource);
    const phones = ['1', '2', '3', '4', '5'];
    const campaign = await makeCampaign(
      new CampaignRepository(dataSource),
      dataSource,
      {},
      phones,
      minute(0),
    );
    const leads = await claims.claim(campaign.id, 5, 'n', minute(0), randomUUID());
    const ends = [
      { endedAt: minute(1, 59), status: 'BUSY' },
      { endedAt: minute(2, 5), status: 'AMD', answeredAt: minute(2) },
      { endedAt: minute(2, 30), status: 'SUCCESS', answeredAt: minute(2) },
      { endedAt: minute(2, 40), status: 'DO_NOT_CALL', dialledAt: null },
      { endedAt: minute(4), status: 'FAILURE' },
    ] as const;
    for (const [index, { status, ...times }] of ends.entries()) {
      const settlement = settlementOf(leads[index] as never, campaign, { result: { status } });
      await claims.settle({ ...settlement, record: { ...settlement.record, ...times } });
    }
    const { minutes, last } = await new RecentCallsReader(dataSource).of(campaign.id, minute(2), 2);
    expect(minutes).toEqual([
      { at: minute(2), dialled: 2, answered: 2, machines: 1, transferred: 1 },
      { at: minute(4), dialled: 1, answered: 0, machines: 0, transferred: 0 },
    ]);
    expect(last.map(({ result }) => result)).toEqual(['FAILURE', 'DO_NOT_CALL']);
    await database.close();
  });
});
