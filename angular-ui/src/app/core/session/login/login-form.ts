import { ChangeDetectionStrategy, Component, inject, input, output, type OnInit } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatProgressBar } from '@angular/material/progress-bar';
import { TranslatePipe } from '@ngx-translate/core';
import { Banner } from '../../../shared/banner/banner';
import { FieldError } from '../../../shared/form/field-error';
import { submission } from '../../../shared/form/submission';
import type { SessionView } from '../../api/schema';
import { Session } from '../session';

/** User name and password. */
@Component({
  selector: 'app-login-form',
  imports: [
    Banner,
    FieldError,
    MatButton,
    MatFormFieldModule,
    MatInput,
    MatProgressBar,
    ReactiveFormsModule,
    TranslatePipe,
  ],
  templateUrl: './login-form.html',
  styleUrl: './login-form.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LoginForm implements OnInit {
  private readonly session = inject(Session);

  readonly userName = input('');
  readonly loggedIn = output<SessionView>();

  protected readonly submission = submission();
  protected readonly form = new FormGroup({
    userName: new FormControl('', { nonNullable: true, validators: [Validators.required] }),
    password: new FormControl('', { nonNullable: true, validators: [Validators.required] }),
  });

  ngOnInit(): void {
    this.form.controls.userName.setValue(this.userName());
  }

  protected async submit(): Promise<void> {
    const { userName, password } = this.form.getRawValue();
    const sent = await this.submission.send(this.form, () => this.session.logIn(userName, password));
    if (sent !== undefined) this.loggedIn.emit(sent.answer);
  }
}
