import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { mdiAccountGroupOutline, mdiPencilOutline, mdiPlus } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { GroupSort, GroupView } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { Can } from '../../../core/session/can.directive';
import { RowAction } from '../../../shared/row-action/row-action';
import { ListHead } from '../../../shared/list-head/list-head';
import { Chip } from '../../../shared/chip/chip';
import { Clip } from '../../../shared/clip/clip.directive';
import { Confirm } from '../../../shared/confirm/confirm';
import { Cell } from '../../../shared/data-table/cell.directive';
import type { Column } from '../../../shared/data-table/column';
import { DataTable } from '../../../shared/data-table/data-table';
import { Empty } from '../../../shared/empty/empty';
import { Icon } from '../../../shared/icon/icon';
import { pagedList } from '../../../shared/list/paged-list';

/** The dialer groups: for a Master all, for a Manager the own ones (manual §6.3). */
@Component({
  selector: 'app-group-list',
  imports: [Can, Cell, Chip, Clip, DataTable, Empty, Icon, ListHead, MatButton, RowAction, TranslatePipe],
  templateUrl: './group-list.html',
  styleUrl: './group-list.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GroupList {
  private readonly api = inject(Api);
  private readonly dialog = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly feedback = inject(Feedback);

  protected readonly icons = { add: mdiPlus, edit: mdiPencilOutline, empty: mdiAccountGroupOutline };
  protected readonly columns: readonly Column[] = [
    { key: 'name', label: 'groups.name', isSortable: true },
    { key: 'description', label: 'groups.description', isSortable: true },
    { key: 'enabled', label: 'groups.state', isSortable: true, width: '9rem' },
    { key: 'actions', label: 'groups.actions', isActions: true, width: '12rem' },
  ];
  protected readonly list = pagedList<GroupView, GroupSort>(
    (wanted) => this.api.get('/api/v1/groups', { query: wanted }),
    { sort: { key: 'name', descending: false } },
  );
  protected readonly idOf = ({ id }: GroupView): string => id;
  /** The group that is being enabled or disabled. */
  protected readonly switching = signal<string | undefined>(undefined);

  protected async keep(group?: GroupView): Promise<void> {
    const { GroupDialog } = await import('../group-dialog/group-dialog');
    const dialog = this.dialog.open<InstanceType<typeof GroupDialog>, GroupView | undefined, boolean>(
      GroupDialog,
      { data: group, width: '32rem' },
    );
    if ((await firstValueFrom(dialog.afterClosed())) === true) this.list.reload();
  }

  protected async enable(group: GroupView): Promise<void> {
    await this.switch(group, '/api/v1/groups/{id}/enable', 'groups.enabledDone');
  }

  protected async disable(group: GroupView): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'groups.disableTitle',
      text: 'groups.disableText',
      points: ['groups.disableStarted', 'groups.disableStopped', 'groups.disableUsers'],
      params: { name: group.name },
      action: 'groups.disable',
    });
    if (isSure) await this.switch(group, '/api/v1/groups/{id}/disable', 'groups.disabledDone');
  }

  private async switch(
    { id, name }: GroupView,
    address: '/api/v1/groups/{id}/enable' | '/api/v1/groups/{id}/disable',
    done: string,
  ): Promise<void> {
    this.switching.set(id);
    try {
      await firstValueFrom(this.api.post(address, { path: { id } }));
      this.feedback.done(done, { name });
    } catch (error) {
      this.feedback.failed(error);
    } finally {
      this.switching.set(undefined);
      this.list.reload();
    }
  }
}
