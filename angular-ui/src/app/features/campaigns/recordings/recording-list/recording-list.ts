import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { mdiDeleteOutline, mdiPlus, mdiVoicemail } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../../../core/api/api';
import type { RecordingSort, RecordingView } from '../../../../core/api/schema';
import { Feedback } from '../../../../core/feedback/feedback';
import { MomentPipe, NumberPipe } from '../../../../core/i18n/format.pipes';
import { Session } from '../../../../core/session/session';
import { RowAction } from '../../../../shared/row-action/row-action';
import { ListHead } from '../../../../shared/list-head/list-head';
import { Clip } from '../../../../shared/clip/clip.directive';
import { Confirm } from '../../../../shared/confirm/confirm';
import { Cell } from '../../../../shared/data-table/cell.directive';
import type { Column } from '../../../../shared/data-table/column';
import { DataTable } from '../../../../shared/data-table/data-table';
import { Empty } from '../../../../shared/empty/empty';
import { Icon } from '../../../../shared/icon/icon';
import { pagedList } from '../../../../shared/list/paged-list';
import { RecordingUploadDialog } from '../recording-upload/recording-upload-dialog';

/** The recorded messages that campaigns leave at answering machines: listened to, added and removed. */
@Component({
  selector: 'app-recording-list',
  imports: [
    Cell,
    Clip,
    DataTable,
    Empty,
    Icon,
    ListHead,
    MatButton,
    MomentPipe,
    NumberPipe,
    RowAction,
    TranslatePipe,
  ],
  templateUrl: './recording-list.html',
  styleUrl: './recording-list.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RecordingList {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  private readonly dialogs = inject(MatDialog);
  private readonly feedback = inject(Feedback);

  protected readonly mayManage = inject(Session).can('recording:manage');
  protected readonly icons = { add: mdiPlus, empty: mdiVoicemail, remove: mdiDeleteOutline };
  protected readonly columns: readonly Column[] = [
    { key: 'name', label: 'recording.name', isSortable: true },
    { key: 'group', label: 'recording.group', width: '18%' },
    { key: 'durationMs', label: 'recording.duration', isSortable: true, width: '8rem' },
    { key: 'listen', label: 'recording.listen', width: '30%' },
    { key: 'actions', label: 'recording.actions', isActions: true, width: '6rem' },
  ];
  protected readonly list = pagedList<RecordingView, RecordingSort>(
    (query) => this.api.get('/api/v1/recordings', { query }),
    { sort: { key: 'name', descending: false } },
  );
  protected readonly idOf = ({ id }: RecordingView): string => id;

  protected secondsOf({ durationMs }: RecordingView): number {
    return Math.round(durationMs / 100) / 10;
  }

  protected async add(): Promise<void> {
    const dialog = this.dialogs.open<RecordingUploadDialog, void, boolean>(RecordingUploadDialog);
    if ((await firstValueFrom(dialog.afterClosed())) === true) this.list.reload();
  }

  protected async remove({ id, name }: RecordingView): Promise<void> {
    const isSure = await this.confirm.ask({
      title: 'recording.removeTitle',
      text: 'recording.removeText',
      params: { name },
      action: 'recording.remove',
      isDestructive: true,
    });
    if (!isSure) return;
    try {
      await firstValueFrom(this.api.delete('/api/v1/recordings/{id}', { path: { id } }), {
        defaultValue: undefined,
      });
      this.feedback.done('recording.removed', { name });
    } catch (error) {
      this.feedback.failed(error);
    }
    this.list.reload();
  }
}
