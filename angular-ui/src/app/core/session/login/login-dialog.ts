import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule, MatDialogRef } from '@angular/material/dialog';
import { TranslatePipe } from '@ngx-translate/core';
import { LoginForm } from './login-form';

/** The session has ended: logging in goes on where the user was. Closes with whether somebody logged in. */
@Component({
  selector: 'app-login-dialog',
  imports: [LoginForm, MatButton, MatDialogModule, TranslatePipe],
  templateUrl: './login-dialog.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LoginDialog {
  private readonly dialog = inject<MatDialogRef<LoginDialog, boolean>>(MatDialogRef);

  protected readonly userName = inject<string>(MAT_DIALOG_DATA);

  protected close(loggedIn: boolean): void {
    this.dialog.close(loggedIn);
  }
}
