import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import { mdiDeleteOutline, mdiFormatListBulleted, mdiPencilOutline, mdiPlus } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { firstValueFrom, map } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { InstanceView } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { Session } from '../../../core/session/session';
import { Clip } from '../../clip/clip.directive';
import { Confirm } from '../../confirm/confirm';
import { Cell } from '../../data-table/cell.directive';
import type { Column } from '../../data-table/column';
import { DataTable } from '../../data-table/data-table';
import { Empty } from '../../empty/empty';
import { Icon } from '../../icon/icon';
import { loaded } from '../../list/loaded';
import { wholeList } from '../../list/whole-list';
import { ListHead } from '../../list-head/list-head';
import { RowAction } from '../../row-action/row-action';
import type { InstanceDialogData } from '../instance-dialog/instance-dialog-data';
import { InstanceHealth } from '../instance-health/instance-health';
import type { InstanceKind } from '../instance-kind';
import { PluginWords } from '../../schema-form/plugin-words';
import { InstanceNames } from '../instance-names';

/** The configured instances of one kind of extension. */
@Component({
  selector: 'app-instance-list',
  imports: [
    Cell,
    Clip,
    DataTable,
    Empty,
    Icon,
    InstanceHealth,
    ListHead,
    MatButton,
    MatIconButton,
    MatTooltip,
    RouterLink,
    RowAction,
    TranslatePipe,
  ],
  templateUrl: './instance-list.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InstanceList {
  private readonly api = inject(Api);
  private readonly session = inject(Session);
  private readonly dialog = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly feedback = inject(Feedback);
  private readonly words = inject(PluginWords);
  private readonly names = inject(InstanceNames);

  readonly kind = input.required<InstanceKind>();

  protected readonly icons = {
    add: mdiPlus,
    open: mdiFormatListBulleted,
    edit: mdiPencilOutline,
    remove: mdiDeleteOutline,
  };
  protected readonly columns: readonly Column[] = [
    { key: 'name', label: 'instances.name', isSortable: true },
    { key: 'type', label: 'instances.type', isSortable: true, width: '20%' },
    { key: 'health', label: 'instances.state', width: '34%' },
    { key: 'actions', label: 'instances.actions', isActions: true, width: '10rem' },
  ];
  protected readonly types = loaded(() =>
    this.api
      .get('/api/v1/extensions')
      .pipe(map((types) => types.filter(({ kind }) => kind === this.kind().kind))),
  );
  protected readonly list = wholeList<InstanceView>(() => this.kind().api.list(), {
    sort: { key: 'name', descending: false },
    textOf: (row) => [this.nameOf(row), this.typeName(row)],
    valueOf: (row, key) => (key === 'type' ? this.typeName(row) : this.nameOf(row)),
  });
  protected readonly mayManage = computed(() => this.session.can(this.kind().manage));
  protected readonly idOf = ({ id }: InstanceView): string => id;

  /** As people know it. */
  protected nameOf({ name, builtIn }: InstanceView): string {
    return builtIn ? this.names.of(name) : name;
  }

  protected noteOf(row: InstanceView): string | undefined {
    return this.kind().noteOf?.(row);
  }

  protected typeName({ type }: InstanceView): string {
    return this.words.typeName(this.types.value() ?? [], type);
  }

  protected async keep(instance?: InstanceView): Promise<void> {
    const { InstanceDialog } = await import('../instance-dialog/instance-dialog');
    const dialog = this.dialog.open<InstanceType<typeof InstanceDialog>, InstanceDialogData, boolean>(
      InstanceDialog,
      { data: { kind: this.kind(), types: this.types.value() ?? [], instance }, width: '38rem' },
    );
    if ((await firstValueFrom(dialog.afterClosed())) === true) this.list.reload();
  }

  protected async remove({ id, name }: InstanceView): Promise<void> {
    const { api, texts } = this.kind();
    const isSure = await this.confirm.ask({
      title: texts.removeTitle,
      text: 'instances.removeText',
      params: { name },
      action: 'instances.remove',
      isDestructive: true,
    });
    if (!isSure) return;
    try {
      await firstValueFrom(api.remove(id));
      this.feedback.done('instances.removed', { name });
    } catch (error) {
      this.feedback.failed(error);
    }
    this.list.reload();
  }
}
