import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import type { CampaignControl } from './campaign-control.js';
import type { CrashRecovery } from './crash-recovery.js';
import type { Dialer } from './dialer.js';
import type { ListAges } from './list-ages.js';

/** Begins the engine's work when the application has started. */
export class EngineLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly dialer: Dialer,
    private readonly control: CampaignControl,
    private readonly recovery: CrashRecovery,
    private readonly lists: ListAges,
  ) {}

  /** Nothing is dialled before the claims of an earlier run are taken care of. */
  async onApplicationBootstrap(): Promise<void> {
    await this.recovery.begin();
    await this.control.takeUpStarted();
  }

  onApplicationShutdown(): void {
    this.recovery.close();
  }

  /** Timers stand on the openings and closings; this catches a clock that was set, and lists that have become too old. */
  @Cron(CronExpression.EVERY_MINUTE)
  async evaluate(): Promise<void> {
    const used = this.dialer.list().flatMap(({ settings }) => settings.dncInstanceIds);
    await this.lists.lookAgain([...new Set(used)]);
    this.dialer.evaluateAll();
  }
}
