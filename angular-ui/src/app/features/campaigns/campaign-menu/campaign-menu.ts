import { ChangeDetectionStrategy, Component, computed, inject, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatMenuModule } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import {
  mdiAccountMultipleOutline,
  mdiCalendarClock,
  mdiChartBox,
  mdiDeleteOutline,
  mdiDotsVertical,
  mdiPencilOutline,
  mdiPhoneLogOutline,
  mdiPulse,
  mdiUploadOutline,
} from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import type { CampaignView } from '../../../core/api/schema';
import { Session } from '../../../core/session/session';
import { Icon } from '../../../shared/icon/icon';
import { CampaignActions } from '../campaign-actions';
import { CAMPAIGN_TABS } from '../campaign-tabs';

const ICONS: Readonly<Record<string, string>> = {
  live: mdiPulse,
  summary: mdiChartBox,
  schedule: mdiCalendarClock,
  leads: mdiAccountMultipleOutline,
  'call-records': mdiPhoneLogOutline,
};

/** The three dots of a campaign (manual §6.4): what the role may do and see of it. */
@Component({
  selector: 'app-campaign-menu',
  imports: [Icon, MatIconButton, MatMenuModule, RouterLink, TranslatePipe],
  templateUrl: './campaign-menu.html',
  styleUrl: './campaign-menu.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CampaignMenu {
  protected readonly session = inject(Session);
  protected readonly actions = inject(CampaignActions);

  readonly campaign = input.required<CampaignView>();
  /** Whether the pages of the campaign are to be reached from here. */
  readonly withPages = input(true);
  readonly changed = output();
  readonly removed = output();

  protected readonly icons = {
    more: mdiDotsVertical,
    edit: mdiPencilOutline,
    upload: mdiUploadOutline,
    remove: mdiDeleteOutline,
  };
  protected readonly isStarted = computed(() => this.campaign().state === 'STARTED');
  protected readonly pages = computed(() =>
    (this.withPages() ? CAMPAIGN_TABS : [])
      .filter(({ action }) => this.session.can(action))
      .map((tab) => ({ ...tab, icon: ICONS[tab.path] ?? '' })),
  );
  /** Without a single entry the menu would open on nothing. */
  protected readonly isEmpty = computed(
    () => this.pages().length === 0 && !this.session.can('campaign:update'),
  );

  protected async edit(): Promise<void> {
    if (await this.actions.edit(this.campaign())) this.changed.emit();
  }

  protected async upload(): Promise<void> {
    if (await this.actions.upload(this.campaign())) this.changed.emit();
  }

  protected async remove(): Promise<void> {
    if (await this.actions.remove(this.campaign())) this.removed.emit();
  }
}
