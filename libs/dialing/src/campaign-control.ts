import type { CampaignRepository } from '@marcador/persistence/campaigns/campaign.repository.js';
import type { ScheduleEntryRepository } from '@marcador/persistence/campaigns/schedule-entry.repository.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import { nextEntryState, scheduleWindow } from '@marcador/domain/schedule.js';
import type { Clock } from '@marcador/platform/clock.js';
import { campaignSettings, entryOnClock } from './campaign-settings.js';
import type { Dialer } from './dialer.js';

/**
 * Starts and stops campaigns: in the engine and in the database, so that a restart goes on where it was. Both may be
 * repeated; of a start and a stop at the same time the later one stays, in both.
 */
export class CampaignControl {
  private readonly turns = new Map<string, Promise<void>>();

  constructor(
    private readonly campaigns: Pick<CampaignRepository, 'setState' | 'get' | 'findStarted'>,
    private readonly entries: Pick<ScheduleEntryRepository, 'ofCampaign' | 'leftRunning' | 'setState'>,
    private readonly dialer: Dialer,
    private readonly clock: Clock,
    private readonly retryMinuteMs: number,
  ) {}

  /** Sets the campaign STARTED; it dials whenever one of its entries is within its hours. */
  start(campaignId: string): Promise<void> {
    return this.inTurn(campaignId, async () => {
      await this.campaigns.setState(campaignId, 'STARTED');
      await this.takeUp(await this.campaigns.get(campaignId));
    });
  }

  /**
   * Stops dialling at once, then sets the campaign STOPPED; calls under way run to their end. When the database does not
   * answer it rejects: nothing is dialled then, and a restart would go on with the campaign, so stop it again.
   */
  stop(campaignId: string): Promise<void> {
    return this.inTurn(campaignId, async () => {
      this.dialer.remove(campaignId);
      await this.campaigns.setState(campaignId, 'STOPPED');
      await this.dialer.entriesWritten();
    });
  }

  /** Takes up every campaign that is STARTED in the database: at the start of the service. */
  async takeUpStarted(): Promise<void> {
    for (const campaign of await this.campaigns.findStarted()) await this.takeUp(campaign);
    await this.completeStops();
  }

  /** A stop that a crash cut short has left its entry as if it ran. */
  private async completeStops(): Promise<void> {
    const conditions = { now: this.clock.now(), campaignStarted: false };
    for (const { entry, timeZone } of await this.entries.leftRunning()) {
      const window = scheduleWindow(entry, timeZone);
      const state = nextEntryState(entry.state, {
        ...conditions,
        ...{ window, dncOutOfService: false, allLeadsFinished: false },
      });
      await this.entries.setState(entry.id, state);
    }
  }

  /** One order after another for each campaign. */
  private inTurn(campaignId: string, work: () => Promise<void>): Promise<void> {
    const before = this.turns.get(campaignId) ?? Promise.resolve();
    const done = before.catch(() => undefined).then(work);
    this.turns.set(campaignId, done);
    void done
      .catch(() => undefined)
      .then(() => {
        if (this.turns.get(campaignId) === done) this.turns.delete(campaignId);
      });
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
