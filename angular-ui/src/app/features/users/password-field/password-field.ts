import { CdkCopyToClipboard } from '@angular/cdk/clipboard';
import { ChangeDetectionStrategy, Component, inject, input, signal } from '@angular/core';
import { FormControl, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatTooltip } from '@angular/material/tooltip';
import { mdiAutoFix, mdiContentCopy, mdiEyeOffOutline, mdiEyeOutline } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { Feedback } from '../../../core/feedback/feedback';
import { FieldError } from '../../../shared/form/field-error';
import { Icon } from '../../../shared/icon/icon';
import { suggestedPassword } from './suggested-password';

const SHORTEST = 8;

/** The control of a password for somebody else. */
export function passwordControl(): FormControl<string> {
  return new FormControl('', {
    nonNullable: true,
    validators: [Validators.required, Validators.minLength(SHORTEST)],
  });
}

/** A password for somebody else: it has to be told to them, and so it can be seen, suggested and copied. */
@Component({
  selector: 'app-password-field',
  imports: [
    CdkCopyToClipboard,
    FieldError,
    Icon,
    MatButton,
    MatFormFieldModule,
    MatIconButton,
    MatInput,
    MatTooltip,
    ReactiveFormsModule,
    TranslatePipe,
  ],
  templateUrl: './password-field.html',
  styleUrl: './password-field.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasswordField {
  private readonly feedback = inject(Feedback);

  readonly control = input.required<FormControl<string>>();

  protected readonly isShown = signal(false);
  protected readonly icons = {
    show: mdiEyeOutline,
    hide: mdiEyeOffOutline,
    suggest: mdiAutoFix,
    copy: mdiContentCopy,
  };

  protected suggest(): void {
    this.control().setValue(suggestedPassword());
    this.control().markAsDirty();
    this.isShown.set(true);
  }

  protected copied(isCopied: boolean): void {
    if (isCopied) this.feedback.done('users.copied');
  }
}
