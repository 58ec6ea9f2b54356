import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatProgressBar } from '@angular/material/progress-bar';
import { TranslatePipe } from '@ngx-translate/core';
import { DayPipe, NumberPipe, PercentPipe, TimePipe } from '../../../core/i18n/format.pipes';
import { Formats } from '../../../core/i18n/formats';
import { ShareBar } from '../../../shared/bar/share-bar';
import { Banner } from '../../../shared/banner/banner';
import { Chip } from '../../../shared/chip/chip';
import { InstanceNamePipe } from '../../../shared/instances/instance-name.pipe';
import { Said } from '../../../shared/said/said';
import { Hindrances } from '../hindrances/hindrances';
import { toneOf } from '../lead-counts';
import { OpenCampaign } from '../open-campaign';
import { MinutesChart } from './minutes-chart';
import { everyMinute, recentFigures } from './recent-figures';

const STAGES = ['checking', 'ringing', 'analysing', 'transferring', 'leavingMessage'] as const;
const BUSY_STATES = ['talking', 'wrapUp', 'unavailable'] as const;
const MINUTES = 15;

/** A campaign as it dials: calls under way, agents, what came of the last calls, and what keeps it from dialling. */
@Component({
  selector: 'app-live-view',
  imports: [
    Banner,
    Chip,
    DayPipe,
    Hindrances,
    InstanceNamePipe,
    MatProgressBar,
    MinutesChart,
    NumberPipe,
    PercentPipe,
    Said,
    ShareBar,
    TimePipe,
    TranslatePipe,
  ],
  templateUrl: './live-view.html',
  styleUrl: './live-view.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LiveView {
  protected readonly open = inject(OpenCampaign);
  private readonly formats = inject(Formats);

  protected readonly stages = STAGES;
  protected readonly busyStates = BUSY_STATES;
  protected readonly toneOf = toneOf;
  protected readonly underWay = computed(() => {
    const calls = this.open.progress()?.calls;
    return calls === undefined ? 0 : STAGES.reduce((sum, stage) => sum + calls[stage], 0);
  });
  /** Lists that are too old, and calls are made all the same. */
  protected readonly warnings = computed(() =>
    (this.open.progress()?.oldLists ?? []).filter(({ stops }) => !stops),
  );
  private readonly now = computed(() => new Date(this.open.progress()?.at ?? 0));
  protected readonly figures = computed(() =>
    recentFigures(this.open.progress()?.recent.minutes ?? [], this.now()),
  );
  protected readonly minutes = computed(() =>
    everyMinute(this.open.progress()?.recent.minutes ?? [], this.now(), MINUTES),
  );
  protected readonly callsPerMinute = computed(() => {
    const { callsPerMinute } = this.figures();
    return callsPerMinute === undefined ? undefined : this.formats.decimal(callsPerMinute);
  });
}
