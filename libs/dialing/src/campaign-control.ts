import type { CampaignRepository } from '@marcador/persistence/campaigns/campaign.repository.js';
import type { ScheduleEntryRepository } from '@marcador/persistence/campaigns/schedule-entry.repository.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import { campaignSettings, entryOnClock } from './campaign-settings.js';
import type { Dialer } from './dialer.js';

/**
 * Starts and stops campaigns: first in the database, then in the engine, so that a restart goes on where it was. One
 * after another: of a start and a stop at the same time the later one stays, in both.
 */
export class CampaignControl {
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly campaigns: Pick<CampaignRepository, 'setState' | 'get' | 'findStarted'>,
    private readonly entries: Pick<ScheduleEntryRepository, 'ofCampaign'>,
    private readonly dialer: Dialer,
    private readonly retryMinuteMs: number,
  ) {}

  /** Sets the campaign STARTED; it dials whenever one of its entries is within its hours. */
  start(campaignId: string): Promise<void> {
    return this.inTurn(async () => {
      await this.campaigns.setState(campaignId, 'STARTED');
      await this.takeUp(await this.campaigns.get(campaignId));
    });
  }

  /** Sets the campaign STOPPED. No further call begins; those under way run to their end. */
  stop(campaignId: string): Promise<void> {
    return this.inTurn(async () => {
      await this.campaigns.setState(campaignId, 'STOPPED');
      await this.dialer.remove(campaignId);
    });
  }

  /** Takes up every campaign that is STARTED in the database: at the start of the service. */
  async takeUpStarted(): Promise<void> {
    for (const campaign of await this.campaigns.findStarted()) await this.takeUp(campaign);
  }

  private inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }

  private async takeUp(campaign: Campaign): Promise<void> {
    const entries = await this.entries.ofCampaign(campaign.id);
    this.dialer.add(
      campaignSettings(campaign, this.retryMinuteMs),
      entries.map((entry) => entryOnClock(entry, campaign.timeZone)),
    );
  }
}
