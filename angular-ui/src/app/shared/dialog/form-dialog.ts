import { ChangeDetectionStrategy, Component, HostListener, inject, input, output } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { ReactiveFormsModule, type FormGroup } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { MatProgressBar } from '@angular/material/progress-bar';
import { TranslatePipe } from '@ngx-translate/core';
import { filter, merge } from 'rxjs';
import { Banner } from '../banner/banner';
import { Confirm } from '../confirm/confirm';
import type { Submission } from '../form/submission';

/** A dialog around a form: asks before changes are lost, and lets nothing be sent twice. */
@Component({
  selector: 'app-form-dialog',
  imports: [Banner, MatButton, MatDialogModule, MatProgressBar, ReactiveFormsModule, TranslatePipe],
  templateUrl: './form-dialog.html',
  styleUrl: './form-dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FormDialog {
  private readonly dialog = inject<MatDialogRef<unknown>>(MatDialogRef);
  private readonly confirm = inject(Confirm);

  /** The text, not its key. */
  readonly heading = input.required<string>();
  readonly form = input.required<FormGroup>();
  readonly submission = input.required<Submission>();
  /** Key of what the button says. */
  readonly action = input('action.save');
  /** Whether the form cannot be sent yet, for want of what it chooses from. */
  readonly isBlocked = input(false);
  readonly save = output();

  constructor() {
    this.dialog.disableClose = true;
    const escapes = this.dialog.keydownEvents().pipe(filter(({ key }) => key === 'Escape'));
    merge(this.dialog.backdropClick(), escapes)
      .pipe(takeUntilDestroyed())
      .subscribe(() => void this.cancel());
  }

  @HostListener('window:beforeunload', ['$event'])
  protected beforeUnload(event: BeforeUnloadEvent): void {
    if (this.form().dirty) event.preventDefault();
  }

  protected async cancel(): Promise<void> {
    const mayLose =
      !this.form().dirty ||
      (await this.confirm.ask({
        title: 'unsaved.title',
        text: 'unsaved.text',
        action: 'unsaved.discard',
        isDestructive: true,
      }));
    if (mayLose) this.dialog.close();
  }
}
