import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { RouterLink } from '@angular/router';
import { mdiAccountClockOutline, mdiAlertCircleOutline, mdiRefresh } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { Api } from '../../../core/api/api';
import type { QueueView } from '../../../core/api/schema';
import { ProblemText } from '../../../core/feedback/problem-text';
import { Clip } from '../../../shared/clip/clip.directive';
import { Cell } from '../../../shared/data-table/cell.directive';
import type { Column } from '../../../shared/data-table/column';
import { DataTable } from '../../../shared/data-table/data-table';
import { Empty } from '../../../shared/empty/empty';
import { Icon } from '../../../shared/icon/icon';
import { InstanceHealth } from '../../../shared/instances/instance-health/instance-health';
import { loaded } from '../../../shared/list/loaded';
import { wholeList } from '../../../shared/list/whole-list';
import { Search } from '../../../shared/search/search';
import { dialTargetKind } from '../dial-target-kind';

/** The queues of a dial target, as it tells them now. */
@Component({
  selector: 'app-dial-target-page',
  imports: [
    Cell,
    Clip,
    DataTable,
    Empty,
    Icon,
    InstanceHealth,
    MatButton,
    MatProgressBar,
    RouterLink,
    Search,
    TranslatePipe,
  ],
  templateUrl: './dial-target-page.html',
  styleUrl: './dial-target-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DialTargetPage {
  private readonly api = inject(Api);
  private readonly problems = inject(ProblemText);

  /** Of the address. */
  readonly id = input.required<string>();

  protected readonly kind = dialTargetKind();
  protected readonly icons = {
    empty: mdiAccountClockOutline,
    failed: mdiAlertCircleOutline,
    reload: mdiRefresh,
  };
  protected readonly columns: readonly Column[] = [
    { key: 'name', label: 'dialTargets.queue', isSortable: true },
    { key: 'pilotNumber', label: 'dialTargets.pilotNumber', isSortable: true },
    { key: 'id', label: 'dialTargets.queueId', isSortable: true },
  ];
  protected readonly target = loaded(() => this.kind.api.get(this.id()));
  protected readonly queues = wholeList<QueueView>(
    () => this.api.get('/api/v1/dial-targets/{id}/queues', { path: { id: this.id() } }),
    {
      sort: { key: 'name', descending: false },
      textOf: ({ id, name, pilotNumber = '' }) => [id, name, pilotNumber],
      valueOf: ({ id, name, pilotNumber = '' }, key) =>
        key === 'id' ? id : key === 'pilotNumber' ? pilotNumber : name,
    },
  );
  protected readonly failure = computed(() => {
    const problem = this.target.problem();
    return problem === undefined ? undefined : this.problems.of(problem);
  });
  protected readonly idOf = ({ id }: QueueView): string => id;
}
