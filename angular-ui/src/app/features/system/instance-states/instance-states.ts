import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { TranslatePipe, TranslateService } from '@ngx-translate/core';
import { Chip } from '../../../shared/chip/chip';
import { Clip } from '../../../shared/clip/clip.directive';
import { Cell } from '../../../shared/data-table/cell.directive';
import type { Column } from '../../../shared/data-table/column';
import { DataTable } from '../../../shared/data-table/data-table';
import { listOf } from '../../../shared/list/list-of';
import { Said } from '../../../shared/said/said';
import type { InstanceState } from './instance-state';
import { InstanceNamePipe } from '../../../shared/instances/instance-name.pipe';

/** How everything fares that campaigns are made of: targets, services, detectors, pacing. */
@Component({
  selector: 'app-instance-states',
  imports: [Cell, Chip, Clip, DataTable, InstanceNamePipe, Said, TranslatePipe],
  templateUrl: './instance-states.html',
  styles:
    '.name { display: block; font-weight: 550 } .page-head { margin-bottom: 12px } .message { display: block; padding: 6px 0; overflow-wrap: anywhere }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InstanceStates {
  private readonly translations = inject(TranslateService);

  readonly instances = input.required<readonly InstanceState[]>();

  protected readonly columns: readonly Column[] = [
    { key: 'name', label: 'instances.name', isSortable: true },
    { key: 'kind', label: 'system.kindOf', isSortable: true },
    { key: 'state', label: 'instances.state', isSortable: true, width: '11rem' },
    { key: 'message', label: 'system.message', width: '40%' },
  ];
  protected readonly list = listOf(this.instances, {
    name: 'states',
    sort: { key: 'state', descending: false },
    textOf: ({ name }) => [name],
    valueOf: (row, key) => {
      // What is out of service comes first.
      if (key === 'state') return row.health?.healthy === false ? 0 : 1;
      return key === 'kind' ? String(this.translations.instant(`system.kind.${row.kind}`)) : row.name;
    },
  });
  protected readonly idOf = ({ id }: InstanceState): string => id;
}
