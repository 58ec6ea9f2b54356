import { inject, Injectable, signal } from '@angular/core';
import { MatDialog, type MatDialogRef } from '@angular/material/dialog';
import { firstValueFrom } from 'rxjs';
import { Api } from '../../core/api/api';
import type { CampaignView } from '../../core/api/schema';
import { Feedback } from '../../core/feedback/feedback';
import { Confirm } from '../../shared/confirm/confirm';

const BIG = { width: '52rem', maxHeight: '94vh' };

/** What can be done to a campaign, wherever it is shown. Each resolves with whether something has changed. */
@Injectable()
export class CampaignActions {
  private readonly api = inject(Api);
  private readonly dialog = inject(MatDialog);
  private readonly feedback = inject(Feedback);
  private readonly confirm = inject(Confirm);
  private readonly switching = signal<ReadonlySet<string>>(new Set());

  /** Whether a start or a stop is under way. */
  isSwitching(id: string): boolean {
    return this.switching().has(id);
  }

  start({ id, name }: CampaignView): Promise<boolean> {
    return this.switch(id, 'campaign.started', name, () =>
      firstValueFrom(this.api.post('/api/v1/campaigns/{id}/start', { path: { id } })),
    );
  }

  stop({ id, name }: CampaignView): Promise<boolean> {
    return this.switch(id, 'campaign.stopped', name, () =>
      firstValueFrom(this.api.post('/api/v1/campaigns/{id}/stop', { path: { id } })),
    );
  }

  async add(): Promise<boolean> {
    const { CampaignDialog } = await import('./campaign-dialog/campaign-dialog');
    return this.changed(this.dialog.open(CampaignDialog, { ...BIG, data: undefined }));
  }

  async edit(campaign: CampaignView): Promise<boolean> {
    const { CampaignDialog } = await import('./campaign-dialog/campaign-dialog');
    return this.changed(this.dialog.open(CampaignDialog, { ...BIG, data: campaign }));
  }

  async upload(campaign: CampaignView): Promise<boolean> {
    const { LeadUploadDialog } = await import('./lead-upload/lead-upload-dialog');
    return this.changed(this.dialog.open(LeadUploadDialog, { width: '40rem', data: campaign }));
  }

  async remove({ id, name }: CampaignView): Promise<boolean> {
    const sure = await this.confirm.ask({
      title: 'campaign.remove.title',
      text: 'campaign.remove.text',
      params: { name },
      action: 'action.remove',
      isDestructive: true,
    });
    if (!sure) return false;
    try {
      await firstValueFrom(this.api.delete('/api/v1/campaigns/{id}', { path: { id } }), {
        defaultValue: undefined,
      });
      this.feedback.done('campaign.remove.done', { name });
      return true;
    } catch (error) {
      this.feedback.failed(error);
      return false;
    }
  }

  private async changed(dialog: MatDialogRef<unknown, boolean>): Promise<boolean> {
    return (await firstValueFrom(dialog.afterClosed())) === true;
  }

  private async switch(
    id: string,
    done: string,
    name: string,
    request: () => Promise<unknown>,
  ): Promise<boolean> {
    if (this.isSwitching(id)) return false;
    this.switching.update((ids) => new Set([...ids, id]));
    try {
      await request();
      this.feedback.done(done, { name });
    } catch (error) {
      this.feedback.failed(error);
    } finally {
      this.switching.update((ids) => new Set([...ids].filter((other) => other !== id)));
    }
    // Also what was refused: somebody else may have been quicker.
    return true;
  }
}
