import { ChangeDetectionStrategy, Component, computed, inject, input, type OnInit } from '@angular/core';
import { TranslatePipe } from '@ngx-translate/core';
import { Api } from '../../../core/api/api';
import type { CallRecordView } from '../../../core/api/schema';
import { ProblemText } from '../../../core/feedback/problem-text';
import { loaded } from '../../../shared/list/loaded';
import { HeardChart } from './heard-chart';

/** What the detector heard in a call, where it was kept. */
@Component({
  selector: 'app-call-explanation',
  imports: [HeardChart, TranslatePipe],
  templateUrl: './call-explanation.html',
  styleUrls: ['./record-table.scss', './call-explanation.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CallExplanation implements OnInit {
  private readonly api = inject(Api);
  private readonly texts = inject(ProblemText);

  readonly record = input.required<CallRecordView>();

  protected readonly answer = loaded(
    () => this.api.get('/api/v1/call-records/{id}/amd-explanation', { path: { id: this.record().id } }),
    { eager: false },
  );
  protected readonly problem = computed(() => {
    const problem = this.answer.problem();
    return problem === undefined ? undefined : this.texts.of(problem);
  });
  protected readonly decision = computed(() => {
    const { amdMachine, amdAnsweredBy } = this.record();
    return `callRecord.value.${amdMachine ?? amdAnsweredBy}`;
  });

  ngOnInit(): void {
    this.answer.reload();
  }
}
