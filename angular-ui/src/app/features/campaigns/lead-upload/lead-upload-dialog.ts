import { ChangeDetectionStrategy, Component, computed, DestroyRef, inject, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatProgressBar } from '@angular/material/progress-bar';
import { TranslatePipe } from '@ngx-translate/core';
import { catchError, EMPTY, exhaustMap, filter, merge, timer, type Subscription } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { CampaignView, LeadUploadReportView, LeadUploadView } from '../../../core/api/schema';
import { ProblemText } from '../../../core/feedback/problem-text';
import { NumberPipe } from '../../../core/i18n/format.pipes';
import { Language } from '../../../core/i18n/language';
import { Banner } from '../../../shared/banner/banner';
import type { Tone } from '../../../shared/chip/chip';
import { Confirm } from '../../../shared/confirm/confirm';
import { FileDrop } from '../../../shared/file-drop/file-drop';
import { Said } from '../../../shared/said/said';

const ASK_MS = 1000;

/** Uploads a CSV of leads and reports what became of its rows. Closes with whether leads were loaded. */
@Component({
  selector: 'app-lead-upload-dialog',
  imports: [Banner, FileDrop, MatButton, MatDialogModule, MatProgressBar, NumberPipe, Said, TranslatePipe],
  templateUrl: './lead-upload-dialog.html',
  styleUrl: './lead-upload-dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LeadUploadDialog {
  private readonly api = inject(Api);
  private readonly texts = inject(ProblemText);
  private readonly confirm = inject(Confirm);
  private readonly language = inject(Language);
  private readonly destroyed = inject(DestroyRef);
  private readonly dialog = inject<MatDialogRef<LeadUploadDialog, boolean>>(MatDialogRef);
  private upload: Subscription | undefined;
  private hasLoaded = false;

  protected readonly campaign = inject<CampaignView>(MAT_DIALOG_DATA);
  protected readonly file = signal<File | undefined>(undefined);
  protected readonly sent = signal<number | undefined>(undefined);
  protected readonly state = signal<LeadUploadView | undefined>(undefined);
  protected readonly report = signal<LeadUploadReportView | undefined>(undefined);
  protected readonly problem = signal<string | undefined>(undefined);
  protected readonly isBusy = computed(() => this.sent() !== undefined);
  protected readonly percent = computed(() => Math.round((this.sent() ?? 0) * 100));
  protected readonly leftOut = computed(() => {
    const report = this.report();
    return report === undefined ? 0 : report.duplicates + report.rejectedTotal;
  });
  protected readonly tone = computed((): Tone => {
    if (this.report()?.loaded === 0) return 'warn';
    return this.leftOut() === 0 ? 'good' : 'info';
  });
  protected readonly rowsAddress = computed(
    () => `/api/v1/campaigns/${this.campaign.id}/leads/upload/rows?language=${this.language.code()}`,
  );

  constructor() {
    this.dialog.disableClose = true;
    const escapes = this.dialog.keydownEvents().pipe(filter(({ key }) => key === 'Escape'));
    merge(this.dialog.backdropClick(), escapes)
      .pipe(takeUntilDestroyed())
      .subscribe(() => void this.close());
    this.destroyed.onDestroy(() => this.upload?.unsubscribe());
  }

  protected take(file: File): void {
    this.upload?.unsubscribe();
    this.file.set(file);
    this.report.set(undefined);
    this.problem.set(undefined);
    this.state.set(undefined);
    this.sent.set(0);
    const values = { path: { id: this.campaign.id } };
    this.upload = this.api.upload('/api/v1/campaigns/{id}/leads', values, file).subscribe({
      next: ({ sent, answer }) => {
        this.sent.set(sent);
        if (answer !== undefined) this.finish(answer);
      },
      error: (error: unknown) => {
        this.sent.set(undefined);
        this.problem.set(this.texts.of(error));
      },
    });
    this.upload.add(this.watch());
  }

  /** What has left the browser is far from being stored: the service tells how far it is. */
  private watch(): Subscription {
    return timer(ASK_MS, ASK_MS)
      .pipe(
        exhaustMap(() =>
          this.api
            .get('/api/v1/campaigns/{id}/leads/upload', { path: { id: this.campaign.id } })
            .pipe(catchError(() => EMPTY)),
        ),
      )
      .subscribe((state) => this.state.set(state));
  }

  private finish(report: LeadUploadReportView): void {
    this.upload?.unsubscribe();
    this.sent.set(undefined);
    this.report.set(report);
    if (report.loaded > 0) this.hasLoaded = true;
  }

  protected async close(): Promise<void> {
    const mayGiveUp =
      !this.isBusy() ||
      (await this.confirm.ask({
        title: 'upload.giveUp.title',
        text: 'upload.giveUp.text',
        action: 'upload.giveUp.action',
        isDestructive: true,
      }));
    if (mayGiveUp) this.dialog.close(this.hasLoaded);
  }
}
