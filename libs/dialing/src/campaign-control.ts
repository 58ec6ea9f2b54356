import type { CampaignRepository } from '@marcador/persistence/campaigns/campaign.repository.js';
import type { ScheduleEntryRepository } from '@marcador/persistence/campaigns/schedule-entry.repository.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import { campaignSettings, entryOnClock } from './campaign-settings.js';
import type { Dialer } from './dialer.js';

/** Starts and stops campaigns: first in the database, then in the engine, so that a restart goes on where it was. */
export class CampaignControl {
  constructor(
    private readonly campaigns: CampaignRepository,
    private readonly entries: ScheduleEntryRepository,
    private readonly dialer: Dialer,
    private readonly retryMinuteMs: number,
  ) {}

  /** Sets the campaign STARTED; it dials whenever one of its entries is within its hours. */
  async start(campaignId: string): Promise<void> {
    await this.campaigns.setState(campaignId, 'STARTED');
    await this.takeUp(await this.campaigns.get(campaignId));
  }

  /** Sets the campaign STOPPED. No further call begins; those under way run to their end. */
  async stop(campaignId: string): Promise<void> {
    await this.campaigns.setState(campaignId, 'STOPPED');
    await this.dialer.remove(campaignId);
  }

  /** Takes up every campaign that is STARTED in the database: at the start of the service. */
  async takeUpStarted(): Promise<void> {
    for (const campaign of await this.campaigns.findStarted()) await this.takeUp(campaign);
  }

  private async takeUp(campaign: Campaign): Promise<void> {
    const entries = await this.entries.ofCampaign(campaign.id);
    this.dialer.add(
      campaignSettings(campaign, this.retryMinuteMs),
      entries.map((entry) => entryOnClock(entry, campaign.timeZone)),
    );
  }
}
