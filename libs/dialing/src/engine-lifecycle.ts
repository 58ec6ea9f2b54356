import type { CampaignRepository } from '@marcador/persistence/campaigns/campaign.repository.js';
import type { LeadClaims } from '@marcador/persistence/leads/lead-claims.js';
import type { Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import type { OnApplicationBootstrap } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import type { CampaignControl } from './campaign-control.js';
import { campaignSettings } from './campaign-settings.js';
import { recoverClaims } from './crash-recovery.js';
import type { Dialer } from './dialer.js';
import type { DialingSettings } from './dialing-settings.js';

/** Begins the engine's work when the application has started. */
export class EngineLifecycle implements OnApplicationBootstrap {
  constructor(
    private readonly dialer: Dialer,
    private readonly control: CampaignControl,
    private readonly claims: LeadClaims,
    private readonly campaigns: CampaignRepository,
    private readonly settings: DialingSettings,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Nothing is dialled before every claim of an earlier run is settled. */
  async onApplicationBootstrap(): Promise<void> {
    const settingsOf = async (campaignId: string) =>
      campaignSettings(await this.campaigns.get(campaignId), this.settings.retryMinuteMs);
    await recoverClaims(this.claims, settingsOf, this.settings, this.clock, this.log);
    await this.control.takeUpStarted();
  }

  /** Timers stand on the openings and closings; this catches a clock that was set. */
  @Cron(CronExpression.EVERY_MINUTE)
  evaluateEntries(): void {
    this.dialer.evaluateAll();
  }
}
