import { AmdExplanations } from '@marcador/persistence/call-records/amd-explanations.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Inject, Injectable } from '@nestjs/common';
import { Cron, CronExpression } from '@nestjs/schedule';
import type { Configuration } from '../configuration.schema.js';
import { CLOCK, CONFIGURATION } from '../tokens.js';

const DAY_MS = 86_400_000;

/** Removes what detectors heard in calls when the time for which it is kept is over. */
@Injectable()
export class ExplanationRetention {
  constructor(
    private readonly explanations: AmdExplanations,
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Cron(CronExpression.EVERY_HOUR)
  async tidy(): Promise<void> {
    const { amdExplanationDays } = this.configuration.callRecords;
    await this.explanations.removeBefore(new Date(this.clock.now().getTime() - amdExplanationDays * DAY_MS));
  }
}
