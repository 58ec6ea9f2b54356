import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { FormGroup } from '@angular/forms';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { TranslatePipe } from '@ngx-translate/core';
import { Api } from '../../../core/api/api';
import type { UserView } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { FormDialog } from '../../../shared/dialog/form-dialog';
import { submission } from '../../../shared/form/submission';
import { passwordControl, PasswordField } from '../password-field/password-field';

/** A new password for a user who has lost the own one. */
@Component({
  selector: 'app-password-dialog',
  imports: [FormDialog, PasswordField, TranslatePipe],
  templateUrl: './password-dialog.html',
  styles: 'p { margin: 0 }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasswordDialog {
  private readonly api = inject(Api);
  private readonly feedback = inject(Feedback);
  private readonly dialog = inject<MatDialogRef<PasswordDialog>>(MatDialogRef);

  protected readonly user = inject<UserView>(MAT_DIALOG_DATA);
  protected readonly submission = submission();
  protected readonly form = new FormGroup({ password: passwordControl() });

  protected async save(): Promise<void> {
    const { id, userName: name } = this.user;
    const sent = await this.submission.send(this.form, () =>
      this.api.put('/api/v1/users/{id}/password', { path: { id }, body: this.form.getRawValue() }),
    );
    if (sent === undefined) return;
    this.feedback.done('users.resetDone', { name });
    this.dialog.close();
  }
}
