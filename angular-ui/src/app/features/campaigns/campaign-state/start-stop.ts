import {
  booleanAttribute,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  output,
} from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { mdiPlay, mdiStop } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import type { CampaignView } from '../../../core/api/schema';
import { Icon } from '../../../shared/icon/icon';
import { CampaignActions } from '../campaign-actions';

/** Starts a stopped campaign and stops a started one. */
@Component({
  selector: 'app-start-stop',
  imports: [Icon, MatButton, MatIconButton, MatTooltip, TranslatePipe],
  templateUrl: './start-stop.html',
  styleUrl: './start-stop.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StartStop {
  private readonly actions = inject(CampaignActions);

  readonly campaign = input.required<CampaignView>();
  /** Whether the button says what it does, rather than its tooltip. */
  readonly withText = input(false, { transform: booleanAttribute });
  readonly changed = output();

  protected readonly icons = { start: mdiPlay, stop: mdiStop };
  protected readonly isStarted = computed(() => this.campaign().state === 'STARTED');
  protected readonly isBusy = computed(() => this.actions.isSwitching(this.campaign().id));
  /** A stopped campaign of a disabled group cannot be started (manual §6.3). */
  protected readonly isForbidden = computed(() => !this.isStarted() && !this.campaign().group.enabled);
  protected readonly text = computed(() => {
    if (this.isForbidden()) return 'campaign.startForbidden';
    return this.isStarted() ? 'campaign.stopNamed' : 'campaign.startNamed';
  });

  protected async toggle(): Promise<void> {
    if (this.isForbidden()) return;
    const campaign = this.campaign();
    const changed = await (this.isStarted() ? this.actions.stop(campaign) : this.actions.start(campaign));
    if (changed) this.changed.emit();
  }
}
