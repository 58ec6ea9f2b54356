import { ChangeDetectionStrategy, Component, inject, signal, type OnInit } from '@angular/core';
import {
  FormControl,
  FormGroup,
  ReactiveFormsModule,
  Validators,
  type AbstractControl,
  type ValidationErrors,
} from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatProgressBar } from '@angular/material/progress-bar';
import { Router } from '@angular/router';
import { TranslatePipe } from '@ngx-translate/core';
import { Banner } from '../../../shared/banner/banner';
import { FieldError } from '../../../shared/form/field-error';
import { submission } from '../../../shared/form/submission';
import { Feedback } from '../../feedback/feedback';
import { Session } from '../session';

const SHORTEST = 8;

/** The own password: changed because one wants to, or because it has to be before anything else. */
@Component({
  selector: 'app-password-page',
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
  templateUrl: './password-page.html',
  styleUrl: './password-page.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class PasswordPage implements OnInit {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  private readonly feedback = inject(Feedback);

  protected readonly submission = submission({
    controlOf: { newPassword: 'wanted', currentPassword: 'current' },
  });
  protected readonly isRequired = signal(false);
  protected readonly userName = signal('');
  protected readonly form = new FormGroup({
    current: new FormControl('', { nonNullable: true, validators: [Validators.required] }),
    wanted: new FormControl('', {
      nonNullable: true,
      validators: [Validators.required, Validators.minLength(SHORTEST), Validators.maxLength(200)],
    }),
    repeated: new FormControl('', {
      nonNullable: true,
      validators: [Validators.required, (control) => this.isRepeated(control)],
    }),
  });

  ngOnInit(): void {
    this.form.controls.wanted.valueChanges.subscribe(() =>
      this.form.controls.repeated.updateValueAndValidity(),
    );
    void this.learnWhoItIs();
  }

  protected async submit(): Promise<void> {
    const { current, wanted } = this.form.getRawValue();
    const sent = await this.submission.send(this.form, () => this.session.changePassword(current, wanted));
    if (sent === undefined) return;
    this.feedback.done('password.done');
    await this.router.navigateByUrl('/');
  }

  protected async leave(): Promise<void> {
    if (this.isRequired()) await this.session.logOut().catch(() => undefined);
    await this.router.navigateByUrl(this.isRequired() ? '/login' : '/');
  }

  private async learnWhoItIs(): Promise<void> {
    const user = await this.session.known().catch(() => undefined);
    if (user === undefined) await this.router.navigateByUrl('/login');
    this.isRequired.set(user?.mustChangePassword === true);
    this.userName.set(user?.userName ?? '');
  }

  private isRepeated({ value, parent }: AbstractControl): ValidationErrors | null {
    return parent === null || parent.get('wanted')?.value === value ? null : { differs: true };
  }
}
