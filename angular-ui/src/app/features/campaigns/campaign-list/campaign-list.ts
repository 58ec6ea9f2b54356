import { ChangeDetectionStrategy, Component, computed, effect, inject, untracked } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { RouterLink } from '@angular/router';
import {
  mdiAlertOutline,
  mdiBullhornOutline,
  mdiCalendarAlertOutline,
  mdiPhoneLogOutline,
  mdiPlus,
  mdiVoicemail,
} from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { Api } from '../../../core/api/api';
import type { CampaignSort, CampaignView } from '../../../core/api/schema';
import { NumberPipe } from '../../../core/i18n/format.pipes';
import { Session } from '../../../core/session/session';
import { ShareBar } from '../../../shared/bar/share-bar';
import { Clip } from '../../../shared/clip/clip.directive';
import { Cell } from '../../../shared/data-table/cell.directive';
import type { Column } from '../../../shared/data-table/column';
import { DataTable } from '../../../shared/data-table/data-table';
import { Empty } from '../../../shared/empty/empty';
import { Icon } from '../../../shared/icon/icon';
import { pagedList } from '../../../shared/list/paged-list';
import { ListHead } from '../../../shared/list-head/list-head';
import { CampaignActions } from '../campaign-actions';
import { CampaignMenu } from '../campaign-menu/campaign-menu';
import { CampaignState } from '../campaign-state/campaign-state';
import { StartStop } from '../campaign-state/start-stop';
import { isTrouble } from '../hindrances/trouble';
import { totalOf } from '../lead-counts';
import { LiveProgress } from '../live-progress';

const COLUMNS: readonly Column[] = [
  { key: 'name', label: 'campaign.name', isSortable: true },
  { key: 'description', label: 'campaign.description', isSortable: true },
  { key: 'state', label: 'campaign.stateLabel', isSortable: true, width: '13%' },
  { key: 'progress', label: 'campaign.progress', width: '13%' },
  { key: 'target', label: 'campaign.target', isSortable: true, width: '10%' },
  { key: 'queue', label: 'campaign.queue', isSortable: true, width: '9%' },
  { key: 'group', label: 'campaign.group', isSortable: true, width: '14%' },
  { key: 'actions', label: 'list.actions', isActions: true, width: '112px' },
];

/** The campaigns of the user's groups, and how they fare at this moment (manual §6.4). */
@Component({
  selector: 'app-campaign-list',
  imports: [
    CampaignMenu,
    CampaignState,
    Cell,
    Clip,
    DataTable,
    Empty,
    Icon,
    ListHead,
    MatButton,
    MatTooltip,
    NumberPipe,
    RouterLink,
    ShareBar,
    StartStop,
    TranslatePipe,
  ],
  providers: [LiveProgress],
  templateUrl: './campaign-list.html',
  styleUrl: './campaign-list.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CampaignList {
  private readonly api = inject(Api);
  private readonly actions = inject(CampaignActions);
  private readonly live = inject(LiveProgress);

  protected readonly session = inject(Session);
  protected readonly columns = COLUMNS;
  protected readonly icons = {
    add: mdiPlus,
    campaign: mdiBullhornOutline,
    recordings: mdiVoicemail,
    records: mdiPhoneLogOutline,
    trouble: mdiAlertOutline,
    oldList: mdiCalendarAlertOutline,
  };
  protected readonly list = pagedList<CampaignView, CampaignSort>(
    (query) => this.api.get('/api/v1/campaigns', { query }),
    { sort: { key: 'name', descending: false } },
  );
  protected readonly idOf = ({ id }: CampaignView) => id;

  /** What is known of each row at this moment. */
  protected readonly states = computed(
    () =>
      new Map(
        this.list.rows().map(({ id }) => {
          const progress = this.live.of(id);
          const total = progress === undefined ? 0 : totalOf(progress.leads);
          const done = progress === undefined ? 0 : total - progress.unfinished;
          const trouble = progress?.started === true ? progress.hindrances.find(isTrouble) : undefined;
          const hasOldList = progress !== undefined && progress.oldLists.length > 0;
          return [id, { progress, total, done, trouble, hasOldList }] as const;
        }),
      ),
  );

  constructor() {
    // Somebody else makes campaigns too, removes them, or takes them to other groups.
    let known: string | undefined;
    effect(() => {
      const now = this.live.campaigns();
      if (known !== undefined && now !== known) untracked(() => this.list.reload());
      known = now;
    });
  }

  protected async add(): Promise<void> {
    if (await this.actions.add()) this.changed();
  }

  protected changed(): void {
    this.list.reload();
  }
}
