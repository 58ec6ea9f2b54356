import { ChangeDetectionStrategy, Component, inject, output, signal } from '@angular/core';
import { FormGroup } from '@angular/forms';
import { MatProgressBar } from '@angular/material/progress-bar';
import { mdiPuzzlePlusOutline } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { filter, map, tap } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { PluginView } from '../../../core/api/schema';
import { PercentPipe } from '../../../core/i18n/format.pipes';
import { Banner } from '../../../shared/banner/banner';
import { FileDrop } from '../../../shared/file-drop/file-drop';
import { submission } from '../../../shared/form/submission';

/** Installs a packed plugin, or the next version of one, and tells what became of it. */
@Component({
  selector: 'app-plugin-upload',
  imports: [Banner, FileDrop, MatProgressBar, PercentPipe, TranslatePipe],
  templateUrl: './plugin-upload.html',
  styleUrl: './plugin-upload.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PluginUpload {
  private readonly api = inject(Api);

  readonly installed = output();

  protected readonly icon = mdiPuzzlePlusOutline;
  protected readonly submission = submission();
  /** 0 to 1 */
  protected readonly sent = signal(0);
  protected readonly plugin = signal<PluginView | undefined>(undefined);
  private readonly form = new FormGroup({});

  protected async install(file: File): Promise<void> {
    this.plugin.set(undefined);
    this.sent.set(0);
    const done = await this.submission.send(this.form, () =>
      this.api.upload('/api/v1/plugins', { path: {} }, file, 'application/gzip').pipe(
        tap(({ sent }) => this.sent.set(sent)),
        map(({ answer }) => answer),
        filter((answer) => answer !== undefined),
      ),
    );
    this.plugin.set(done?.answer);
    this.installed.emit();
  }
}
