import { ChangeDetectionStrategy, Component, computed, effect, inject, input } from '@angular/core';
import { Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { mdiAlertCircleOutline, mdiChevronLeft } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { Problem } from '../../../core/api/problem';
import { ProblemText } from '../../../core/feedback/problem-text';
import { Session } from '../../../core/session/session';
import { Clip } from '../../../shared/clip/clip.directive';
import { Empty } from '../../../shared/empty/empty';
import { Icon } from '../../../shared/icon/icon';
import { CampaignMenu } from '../campaign-menu/campaign-menu';
import { CampaignState } from '../campaign-state/campaign-state';
import { StartStop } from '../campaign-state/start-stop';
import { CAMPAIGN_TABS } from '../campaign-tabs';
import { OpenCampaign } from '../open-campaign';

/** What is above all pages of a campaign: its name and state, start and stop, and the way to the others. */
@Component({
  selector: 'app-campaign-page',
  imports: [
    CampaignMenu,
    CampaignState,
    Clip,
    Empty,
    Icon,
    RouterLink,
    RouterLinkActive,
    RouterOutlet,
    StartStop,
    TranslatePipe,
  ],
  providers: [OpenCampaign],
  templateUrl: './campaign-page.html',
  styleUrl: './campaign-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CampaignPage {
  private readonly router = inject(Router);
  private readonly texts = inject(ProblemText);

  protected readonly session = inject(Session);
  protected readonly open = inject(OpenCampaign);

  /** Of the address. */
  readonly id = input.required<string>();

  protected readonly icons = { back: mdiChevronLeft, failed: mdiAlertCircleOutline };
  protected readonly tabs = computed(() => CAMPAIGN_TABS.filter(({ action }) => this.session.can(action)));
  protected readonly problem = computed(() => {
    const problem = this.open.problem();
    // What was fetched before stays to be read, unless the campaign is gone.
    const isGone = problem instanceof Problem && problem.status === 404;
    if (problem === undefined || (this.open.campaign() !== undefined && !isGone)) return undefined;
    return this.texts.of(problem);
  });

  constructor() {
    effect(() => this.open.show(this.id()));
  }

  protected async leave(): Promise<void> {
    await this.router.navigateByUrl('/campaigns');
  }
}
