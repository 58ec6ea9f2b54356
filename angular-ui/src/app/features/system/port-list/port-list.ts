import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { mdiPhoneVoip } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import type { PortView } from '../../../core/api/schema';
import { MomentPipe } from '../../../core/i18n/format.pipes';
import { Chip } from '../../../shared/chip/chip';
import { Clip } from '../../../shared/clip/clip.directive';
import { Cell } from '../../../shared/data-table/cell.directive';
import type { Column } from '../../../shared/data-table/column';
import { DataTable } from '../../../shared/data-table/data-table';
import { Empty } from '../../../shared/empty/empty';
import { listOf } from '../../../shared/list/list-of';
import { Search } from '../../../shared/search/search';
import { adviceFor, RANKS, TONES } from './registration-words';

/** The dialer ports with their registrations; those that failed first. */
@Component({
  selector: 'app-port-list',
  imports: [Cell, Chip, Clip, DataTable, Empty, MomentPipe, Search, TranslatePipe],
  templateUrl: './port-list.html',
  styleUrl: './port-list.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PortList {
  readonly ports = input.required<readonly PortView[]>();

  protected readonly icons = { empty: mdiPhoneVoip };
  protected readonly tones = TONES;
  protected readonly adviceFor = adviceFor;
  protected readonly columns: readonly Column[] = [
    { key: 'name', label: 'system.port', isSortable: true },
    { key: 'registration', label: 'system.registrationState', isSortable: true },
    { key: 'sipCode', label: 'system.sipCode', isSortable: true, width: '8rem' },
    { key: 'since', label: 'system.since', isSortable: true },
    { key: 'advice', label: 'system.now', width: '32%' },
  ];
  protected readonly list = listOf(this.ports, {
    name: 'ports',
    sort: { key: 'registration', descending: false },
    textOf: ({ name }) => [name],
    valueOf: (row, key) => {
      switch (key) {
        case 'registration':
          return RANKS[row.registration];
        case 'sipCode':
          return row.sipCode ?? 0;
        case 'since':
          return row.since;
        default:
          return row.name;
      }
    },
  });
  protected readonly idOf = ({ name }: PortView): string => name;
}
