import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import {
  mdiAccountMultipleOutline,
  mdiAccountPlusOutline,
  mdiDeleteOutline,
  mdiLockReset,
  mdiPencilOutline,
} from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { UserSort, UserView } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { Can } from '../../../core/session/can.directive';
import { Session } from '../../../core/session/session';
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

/** The users: for a Master all, for a Manager those of the own groups (manual §6.2). */
@Component({
  selector: 'app-user-list',
  imports: [
    Can,
    Cell,
    Chip,
    Clip,
    DataTable,
    Empty,
    Icon,
    ListHead,
    MatButton,
    MatIconButton,
    MatTooltip,
    RouterLink,
    RowAction,
    TranslatePipe,
  ],
  templateUrl: './user-list.html',
  styleUrl: './user-list.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserList {
  private readonly api = inject(Api);
  private readonly dialog = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly feedback = inject(Feedback);

  protected readonly session = inject(Session);
  protected readonly icons = {
    add: mdiAccountPlusOutline,
    edit: mdiPencilOutline,
    password: mdiLockReset,
    remove: mdiDeleteOutline,
    empty: mdiAccountMultipleOutline,
  };
  protected readonly columns: readonly Column[] = [
    { key: 'userName', label: 'users.userName', isSortable: true },
    { key: 'firstName', label: 'users.firstName', isSortable: true },
    { key: 'lastName', label: 'users.lastName', isSortable: true },
    { key: 'role', label: 'users.role', isSortable: true },
    { key: 'groups', label: 'users.groups' },
    { key: 'actions', label: 'users.actions', isActions: true, width: '11rem' },
  ];
  protected readonly list = pagedList<UserView, UserSort>(
    (wanted) => this.api.get('/api/v1/users', { query: wanted }),
    { sort: { key: 'userName', descending: false } },
  );
  protected readonly idOf = ({ id }: UserView): string => id;

  protected groupNames({ groups }: UserView): string {
    return groups.map(({ name }) => name).join(', ');
  }

  protected add(): Promise<void> {
    return this.keep(undefined);
  }

  protected edit(user: UserView): Promise<void> {
    return this.keep(user);
  }

  protected async resetPassword(user: UserView): Promise<void> {
    const { PasswordDialog } = await import('../password-dialog/password-dialog');
    this.dialog.open(PasswordDialog, { data: user, width: '30rem' });
  }

  protected async remove({ id, userName: name }: UserView): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'users.removeTitle',
      text: 'users.removeText',
      params: { name },
      action: 'users.remove',
      isDestructive: true,
    });
    if (!isSure) return;
    try {
      await firstValueFrom(this.api.delete('/api/v1/users/{id}', { path: { id } }));
      this.feedback.done('users.removed', { name });
    } catch (error) {
      this.feedback.failed(error);
    }
    this.list.reload();
  }

  private async keep(user: UserView | undefined): Promise<void> {
    const { UserDialog } = await import('../user-dialog/user-dialog');
    const dialog = this.dialog.open<InstanceType<typeof UserDialog>, UserView | undefined, boolean>(
      UserDialog,
      { data: user, width: '36rem' },
    );
    if ((await firstValueFrom(dialog.afterClosed())) === true) this.list.reload();
  }
}
