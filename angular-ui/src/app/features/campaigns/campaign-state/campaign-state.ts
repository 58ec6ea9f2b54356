import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { TranslatePipe } from '@ngx-translate/core';
import type { CampaignView, ProgressView } from '../../../core/api/schema';
import { Chip, type Tone } from '../../../shared/chip/chip';

interface Shown {
  readonly tone: Tone;
  readonly key: string;
}

const STOPPED: Shown = { tone: 'plain', key: 'campaign.state.stopped' };
/** Started, and what today's schedule entry does. */
const STARTED: Readonly<Record<string, Shown>> = {
  RUNNING: { tone: 'good', key: 'campaign.state.running' },
  NOT_RUNNING: { tone: 'info', key: 'campaign.state.waiting' },
  COMPLETED: { tone: 'info', key: 'campaign.state.completed' },
  DO_NOT_CALL_OOS: { tone: 'bad', key: 'campaign.state.dncOutage' },
};

/** Whether a campaign is stopped, or what it does. */
@Component({
  selector: 'app-campaign-state',
  imports: [Chip, TranslatePipe],
  template: '<app-chip [tone]="shown().tone">{{ shown().key | translate }}</app-chip>',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CampaignState {
  readonly campaign = input.required<CampaignView>();
  readonly progress = input<ProgressView | undefined>(undefined);

  protected readonly shown = computed((): Shown => {
    const progress = this.progress();
    if (!(progress?.started ?? this.campaign().state === 'STARTED')) return STOPPED;
    if (progress === undefined) return { tone: 'info', key: 'campaign.state.started' };
    return STARTED[progress.entryState ?? 'NOT_RUNNING'] ?? STOPPED;
  });
}
