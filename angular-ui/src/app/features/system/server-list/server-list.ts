import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { TranslatePipe } from '@ngx-translate/core';
import type { TrunkView } from '../../../core/api/schema';
import { MomentPipe } from '../../../core/i18n/format.pipes';
import { Chip } from '../../../shared/chip/chip';
import { Clip } from '../../../shared/clip/clip.directive';
import { Cell } from '../../../shared/data-table/cell.directive';
import type { Column } from '../../../shared/data-table/column';
import { DataTable } from '../../../shared/data-table/data-table';
import { listOf } from '../../../shared/list/list-of';

/** The servers of the trunks: which is in use, and which are held back, until when and why. */
@Component({
  selector: 'app-server-list',
  imports: [Cell, Chip, Clip, DataTable, MomentPipe, TranslatePipe],
  templateUrl: './server-list.html',
  styles:
    '.name { display: block; font-weight: 550 } .page-head { margin-bottom: 12px } .now { padding: 6px 0; overflow-wrap: anywhere }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ServerList {
  readonly trunks = input.required<readonly TrunkView[]>();

  protected readonly columns: readonly Column[] = [
    { key: 'server', label: 'system.server', isSortable: true },
    { key: 'trunk', label: 'system.trunk', isSortable: true },
    { key: 'address', label: 'system.address', isSortable: true },
    { key: 'state', label: 'system.serverState', isSortable: true, width: '11rem' },
    { key: 'now', label: 'system.now', width: '30%' },
  ];
  /** A server stands there once for each of its addresses. */
  private readonly servers = computed(() =>
    this.trunks().flatMap(({ name, servers }) =>
      servers.map((server, index) => ({ ...server, trunk: name, place: `${name} ${index}` })),
    ),
  );
  protected readonly list = listOf(this.servers, {
    sort: { key: 'trunk', descending: false },
    textOf: ({ server }) => [server],
    valueOf: (row, key) => {
      switch (key) {
        case 'server':
          return row.server;
        case 'address':
          return row.address ?? '';
        case 'state':
          return row.inUse ? 1 : 0;
        default:
          return row.place;
      }
    },
  });
  protected readonly idOf = ({ place }: { place: string }): string => place;
}
