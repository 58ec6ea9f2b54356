import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDialog } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatSelectModule } from '@angular/material/select';
import { mdiAccountMultipleOutline, mdiPencilOutline, mdiUploadOutline } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { LeadSort, LeadStatus, LeadView } from '../../../core/api/schema';
import { MomentPipe, NumberPipe } from '../../../core/i18n/format.pipes';
import { Session } from '../../../core/session/session';
import { RowAction } from '../../../shared/row-action/row-action';
import { Banner } from '../../../shared/banner/banner';
import { Chip } from '../../../shared/chip/chip';
import { Clip } from '../../../shared/clip/clip.directive';
import { Cell } from '../../../shared/data-table/cell.directive';
import type { Column } from '../../../shared/data-table/column';
import { DataTable } from '../../../shared/data-table/data-table';
import { Empty } from '../../../shared/empty/empty';
import { Icon } from '../../../shared/icon/icon';
import { cursorList } from '../../../shared/list/cursor-list';
import type { Filters } from '../../../shared/list/list-choices';
import { Search } from '../../../shared/search/search';
import { CampaignActions } from '../campaign-actions';
import { LEAD_STATUSES, toneOf } from '../lead-counts';
import { OpenCampaign } from '../open-campaign';
import { LeadDialog } from './lead-dialog';

const COLUMNS: readonly Column[] = [
  { key: 'name', label: 'lead.name', isSortable: true },
  { key: 'description', label: 'lead.description' },
  { key: 'phone', label: 'lead.phone', isSortable: true },
  { key: 'attempts', label: 'lead.attempts', isSortable: true, isNumber: true, width: '9%' },
  { key: 'status', label: 'lead.status', isSortable: true },
  { key: 'nextAttemptAt', label: 'lead.next', isSortable: true },
  { key: 'actions', label: 'list.actions', isActions: true, width: '68px' },
];
/** Those in which a lead may be that is not finished. */
const OPEN_STATUSES = LEAD_STATUSES.filter((status) => status !== 'SUCCESS' && status !== 'DO_NOT_CALL');

/** The leads that are not finished (manual §6.4). */
@Component({
  selector: 'app-leads',
  imports: [
    Banner,
    Cell,
    Chip,
    Clip,
    DataTable,
    Empty,
    Icon,
    MatButton,
    MatFormFieldModule,
    MatSelectModule,
    MomentPipe,
    NumberPipe,
    RowAction,
    Search,
    TranslatePipe,
  ],
  templateUrl: './leads.html',
  styleUrl: './leads.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Leads {
  private readonly api = inject(Api);
  private readonly dialog = inject(MatDialog);
  private readonly actions = inject(CampaignActions);

  protected readonly session = inject(Session);
  protected readonly open = inject(OpenCampaign);
  protected readonly columns = computed(() =>
    this.session.can('lead:update') ? COLUMNS : COLUMNS.filter(({ isActions }) => isActions !== true),
  );
  protected readonly statuses = OPEN_STATUSES;
  protected readonly toneOf = toneOf;
  protected readonly icons = {
    leads: mdiAccountMultipleOutline,
    edit: mdiPencilOutline,
    upload: mdiUploadOutline,
  };
  protected readonly list = cursorList<LeadView, LeadSort>(
    (query, filters) => {
      const status = statusOf(filters);
      return this.api.get('/api/v1/campaigns/{id}/leads', {
        path: { id: this.open.id() },
        query: { ...query, ...(status !== undefined && { status }) },
      });
    },
    { sort: { key: 'nextAttemptAt', descending: false }, filters: ['status'] },
  );
  protected readonly status = computed(() => statusOf(this.list.filters()));
  protected readonly idOf = ({ id }: LeadView) => id;

  protected filter(status: LeadStatus | undefined): void {
    this.list.filterBy({ status });
  }

  protected async upload(): Promise<void> {
    const campaign = this.open.campaign();
    if (campaign === undefined || !(await this.actions.upload(campaign))) return;
    this.list.toStart();
    this.list.reload();
  }

  protected async edit(lead: LeadView): Promise<void> {
    const dialog = this.dialog.open<LeadDialog, unknown, boolean>(LeadDialog, {
      data: { campaignId: this.open.id(), lead },
      width: '32rem',
    });
    if ((await firstValueFrom(dialog.afterClosed())) === true) this.list.reload();
  }
}

function statusOf({ status: wanted }: Filters): LeadStatus | undefined {
  return OPEN_STATUSES.find((status) => status === wanted);
}
