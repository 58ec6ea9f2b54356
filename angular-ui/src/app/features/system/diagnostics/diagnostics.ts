import { ChangeDetectionStrategy, Component, inject, signal } from '@angular/core';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { mdiDownload } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { firstValueFrom } from 'rxjs';
import { addressOf } from '../../../core/api/address';
import { Api } from '../../../core/api/api';
import type { PathFor } from '../../../core/api/api-types';
import { Feedback } from '../../../core/feedback/feedback';
import { Icon } from '../../../shared/icon/icon';

const LOGS: PathFor<'get'> = '/api/v1/system/logs';

/** What support asks for. */
@Component({
  selector: 'app-diagnostics',
  imports: [Icon, MatButton, MatCheckbox, ReactiveFormsModule, TranslatePipe],
  templateUrl: './diagnostics.html',
  styleUrl: './diagnostics.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Diagnostics {
  private readonly api = inject(Api);
  private readonly feedback = inject(Feedback);

  protected readonly icons = { download: mdiDownload };
  protected readonly masked = new FormControl(true, { nonNullable: true });
  protected readonly isBusy = signal(false);

  /** The browser writes the file as it arrives, however large. It asks nobody to log in: what is asked before does. */
  protected async download(): Promise<void> {
    this.isBusy.set(true);
    try {
      await firstValueFrom(this.api.get('/api/v1/system'));
      const link = document.createElement('a');
      link.href = addressOf(LOGS, {}, { maskNumbers: String(this.masked.value) });
      link.download = '';
      link.click();
    } catch (error) {
      this.feedback.failed(error);
    } finally {
      this.isBusy.set(false);
    }
  }
}
