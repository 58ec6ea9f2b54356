import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { TranslatePipe } from '@ngx-translate/core';
import { DayPipe, NumberPipe } from '../../../core/i18n/format.pipes';
import { Formats } from '../../../core/i18n/formats';
import { Session } from '../../../core/session/session';
import { sentenceOf } from '../../../shared/detectors/detection-profiles';
import { LEAD_STATUSES, toneOf } from '../lead-counts';
import { OpenCampaign } from '../open-campaign';
import { CountBars, type CountBar } from './count-bars/count-bars';
import { DetectionSummary } from './detection-summary/detection-summary';
import { InstanceNamePipe } from '../../../shared/instances/instance-name.pipe';

/** A campaign's settings, and the number of its leads in every status (manual §6.4). */
@Component({
  selector: 'app-summary',
  imports: [CountBars, DayPipe, DetectionSummary, InstanceNamePipe, NumberPipe, TranslatePipe],
  templateUrl: './summary.html',
  styleUrls: ['./panel.scss', './summary.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Summary {
  private readonly formats = inject(Formats);

  protected readonly session = inject(Session);
  protected readonly open = inject(OpenCampaign);
  protected readonly sentenceOf = sentenceOf;

  protected readonly bars = computed((): readonly CountBar[] => {
    const leads = this.open.progress()?.leads;
    if (leads === undefined) return [];
    return LEAD_STATUSES.map((status) => ({
      label: `leadStatus.${status}`,
      tone: toneOf(status),
      count: leads[status],
    }));
  });
  protected readonly weekdays = computed(() =>
    (this.open.campaign()?.weekdays ?? []).map((weekday) => this.formats.weekday(weekday)).join(', '),
  );
}
