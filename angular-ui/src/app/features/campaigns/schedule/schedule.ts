import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatDialog } from '@angular/material/dialog';
import { mdiCalendarBlankOutline, mdiDeleteOutline, mdiPencilOutline, mdiPlus } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { firstValueFrom, map } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { ScheduleEntryState, ScheduleEntryView } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { DayPipe } from '../../../core/i18n/format.pipes';
import { Formats } from '../../../core/i18n/formats';
import { Session } from '../../../core/session/session';
import { RowAction } from '../../../shared/row-action/row-action';
import { Banner } from '../../../shared/banner/banner';
import { Chip, type Tone } from '../../../shared/chip/chip';
import { Confirm } from '../../../shared/confirm/confirm';
import { Cell } from '../../../shared/data-table/cell.directive';
import type { Column } from '../../../shared/data-table/column';
import { DataTable } from '../../../shared/data-table/data-table';
import { Empty } from '../../../shared/empty/empty';
import { Icon } from '../../../shared/icon/icon';
import { wholeList } from '../../../shared/list/whole-list';
import { OpenCampaign } from '../open-campaign';
import { ScheduleDialog } from './schedule-dialog';
import type { ScheduleChange } from './schedule-change';

const COLUMNS: readonly Column[] = [
  { key: 'date', label: 'schedule.date', isSortable: true },
  { key: 'startTime', label: 'schedule.start' },
  { key: 'endTime', label: 'schedule.end' },
  { key: 'state', label: 'schedule.state' },
  { key: 'actions', label: 'list.actions', isActions: true, width: '112px' },
];

const TONES: Readonly<Record<ScheduleEntryState, Tone>> = {
  NOT_RUNNING: 'plain',
  RUNNING: 'good',
  COMPLETED: 'info',
  DO_NOT_CALL_OOS: 'bad',
};

/** The days of a campaign (manual §6.4): past ones never change, the others only while it is stopped. */
@Component({
  selector: 'app-schedule',
  imports: [
    Banner,
    Cell,
    Chip,
    DataTable,
    DayPipe,
    Empty,
    Icon,
    MatButton,
    MatCheckbox,
    RowAction,
    TranslatePipe,
  ],
  templateUrl: './schedule.html',
  styleUrl: './schedule.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Schedule {
  private readonly api = inject(Api);
  private readonly dialog = inject(MatDialog);
  private readonly confirm = inject(Confirm);
  private readonly feedback = inject(Feedback);
  private readonly session = inject(Session);
  private readonly formats = inject(Formats);

  protected readonly open = inject(OpenCampaign);
  protected readonly columns = COLUMNS;
  protected readonly tones = TONES;
  protected readonly icons = {
    add: mdiPlus,
    edit: mdiPencilOutline,
    remove: mdiDeleteOutline,
    calendar: mdiCalendarBlankOutline,
  };
  protected readonly mayChange = computed(() => this.session.can('schedule:update'));
  protected readonly isLocked = computed(() => this.open.isStarted());
  protected readonly list = wholeList<ScheduleEntryView>(
    ({ past: withPast }) =>
      this.api
        .get('/api/v1/campaigns/{id}/schedule', { path: { id: this.open.id() } })
        .pipe(map((entries) => entries.filter(({ past }) => withPast !== undefined || !past))),
    {
      filters: ['past'],
      sort: { key: 'date', descending: false },
      textOf: ({ date }) => [date],
      valueOf: ({ date }) => date,
    },
  );
  protected readonly withPast = computed(() => this.list.filters()['past'] !== undefined);
  protected readonly idOf = ({ id }: ScheduleEntryView) => id;

  protected showPast(wanted: boolean): void {
    this.list.filterBy({ past: wanted ? 'true' : undefined });
  }

  protected weekday(date: string): string {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
    return this.formats.weekday(weekday === 0 ? 7 : weekday);
  }

  protected add(): Promise<void> {
    return this.change({ kind: 'add' });
  }

  protected editAll(): Promise<void> {
    return this.change({ kind: 'all' });
  }

  protected edit(entry: ScheduleEntryView): Promise<void> {
    return this.change({ kind: 'one', entry });
  }

  protected async remove({ id: entryId, date }: ScheduleEntryView): Promise<void> {
    const sure = await this.confirm.ask({
      title: 'schedule.remove.title',
      text: 'schedule.remove.text',
      params: { date: this.formats.day(date) },
      action: 'action.remove',
      isDestructive: true,
    });
    if (!sure) return;
    try {
      const path = { id: this.open.id(), entryId };
      await firstValueFrom(this.api.delete('/api/v1/campaigns/{id}/schedule/{entryId}', { path }), {
        defaultValue: undefined,
      });
      this.reload();
    } catch (error) {
      this.feedback.failed(error);
    }
  }

  private async change(change: ScheduleChange): Promise<void> {
    const campaign = this.open.campaign();
    if (campaign === undefined) return;
    const dialog = this.dialog.open<ScheduleDialog, unknown, boolean>(ScheduleDialog, {
      data: { campaign, change },
      width: '30rem',
    });
    if ((await firstValueFrom(dialog.afterClosed())) === true) this.reload();
  }

  private reload(): void {
    this.list.reload();
    this.open.reload();
  }
}
