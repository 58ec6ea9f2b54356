import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { TranslatePipe } from '@ngx-translate/core';
import { Api } from '../../../../core/api/api';
import type { CampaignView } from '../../../../core/api/schema';
import { ProblemText } from '../../../../core/feedback/problem-text';
import { NumberPipe } from '../../../../core/i18n/format.pipes';
import { Session } from '../../../../core/session/session';
import { Banner } from '../../../../shared/banner/banner';
import { refreshed } from '../../../../shared/list/refreshed';
import { MACHINE_KINDS } from '../../call-records/record-filter';
import { CountBars, type CountBar } from '../count-bars/count-bars';

const PERIOD_MS = 30_000;

/** Who answered the calls of a campaign, as its detectors say, and what became of the messages left at machines. */
@Component({
  selector: 'app-detection-summary',
  imports: [Banner, CountBars, NumberPipe, TranslatePipe],
  templateUrl: './detection-summary.html',
  styleUrl: '../panel.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DetectionSummary {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly problems = inject(ProblemText);

  readonly campaign = input.required<CampaignView>();

  protected readonly counted = refreshed(
    () => this.api.get('/api/v1/campaigns/{id}/detection', { path: { id: this.campaign().id } }),
    PERIOD_MS,
    { wanted: () => this.campaign().id },
  );
  /** Also of a campaign that detects no longer. */
  protected readonly isShown = computed(
    () => this.campaign().answeringMachineDetection || (this.counted.value()?.calls ?? 0) > 0,
  );
  protected readonly failure = computed(() => {
    const problem = this.counted.problem();
    return problem === undefined ? undefined : this.problems.of(problem);
  });
  protected readonly machines = computed(() => {
    const machines = this.counted.value()?.machines;
    return machines === undefined ? 0 : Object.values(machines).reduce((sum, each) => sum + each, 0);
  });
  protected readonly answers = computed((): readonly CountBar[] => {
    const counted = this.counted.value();
    if (counted === undefined) return [];
    const { persons, machines, undecided, unheard } = counted;
    const mayLook = this.session.can('call-record:read');
    return [
      { label: 'summary.answeredBy.person', tone: 'good', count: persons },
      ...MACHINE_KINDS.map((kind): CountBar => ({
        label: `summary.answeredBy.${kind}`,
        tone: 'warn',
        count: machines[kind],
        ...(mayLook && { records: { answeredBy: kind } }),
      })),
      ...present({ label: 'summary.answeredBy.unknown', tone: 'warn', count: machines.unknown }),
      {
        label: 'summary.answeredBy.undecided',
        tone: 'info',
        count: undecided,
        ...(mayLook && { records: { answeredBy: 'undecided' } }),
      },
      ...present({ label: 'summary.answeredBy.unheard', tone: 'bad', count: unheard }),
    ];
  });
  protected readonly messages = computed((): readonly CountBar[] => {
    const messages = this.counted.value()?.messages;
    if (messages === undefined) return [];
    const bars: CountBar[] = [
      { label: 'summary.message.left', tone: 'good', count: messages.left },
      { label: 'summary.message.cutOff', tone: 'warn', count: messages.cutOff },
      { label: 'summary.message.greetingTooLong', tone: 'warn', count: messages.greetingTooLong },
      { label: 'summary.message.failed', tone: 'bad', count: messages.failed },
    ];
    const isWanted = this.campaign().messageRecording !== null;
    return isWanted || bars.some(({ count }) => count > 0) ? bars : [];
  });
}

/** What hardly ever happens is shown where it has. */
function present(bar: CountBar): CountBar[] {
  return bar.count > 0 ? [bar] : [];
}
