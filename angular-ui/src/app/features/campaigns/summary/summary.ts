import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { TranslatePipe } from '@ngx-translate/core';
import { DayPipe, NumberPipe } from '../../../core/i18n/format.pipes';
import { Formats } from '../../../core/i18n/formats';
import { Session } from '../../../core/session/session';
import { sentenceOf } from '../detection-profiles';
import { LEAD_STATUSES, toneOf } from '../lead-counts';
import { OpenCampaign } from '../open-campaign';
import { InstanceNamePipe } from '../../../shared/instances/instance-name.pipe';

/** A campaign's settings, and the number of its leads in every status (manual §6.4). */
@Component({
  selector: 'app-summary',
  imports: [DayPipe, InstanceNamePipe, NumberPipe, TranslatePipe],
  templateUrl: './summary.html',
  styleUrl: './summary.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Summary {
  private readonly formats = inject(Formats);

  protected readonly session = inject(Session);
  protected readonly open = inject(OpenCampaign);
  protected readonly sentenceOf = sentenceOf;

  protected readonly bars = computed(() => {
    const leads = this.open.progress()?.leads;
    if (leads === undefined) return [];
    const most = Math.max(1, ...LEAD_STATUSES.map((status) => leads[status]));
    const total = Math.max(1, this.open.total());
    return LEAD_STATUSES.map((status) => ({
      status,
      tone: toneOf(status),
      count: leads[status],
      percent: leads[status] === 0 ? 0 : Math.max(0.5, (leads[status] / most) * 100),
      share: this.formats.percent(leads[status] / total),
    }));
  });
  protected readonly weekdays = computed(() =>
    (this.open.campaign()?.weekdays ?? []).map((weekday) => this.formats.weekday(weekday)).join(', '),
  );
}
