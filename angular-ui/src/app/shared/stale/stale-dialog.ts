import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { TranslatePipe } from '@ngx-translate/core';
import type { StaleDialogData } from './field-words';

/** The two versions of an object side by side, where they differ. */
@Component({
  selector: 'app-stale-dialog',
  imports: [MatButton, MatDialogModule, TranslatePipe],
  templateUrl: './stale-dialog.html',
  styleUrl: './stale-dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class StaleDialog {
  private readonly data = inject<StaleDialogData>(MAT_DIALOG_DATA);

  protected readonly rows = this.data.stale.differences.map(({ field, yours, current }) => ({
    field,
    label: this.data.words.labelOf(field),
    mine: this.data.words.textOf(field, yours),
    theirs: this.data.words.textOf(field, current),
  }));
}
