import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { FormControl, FormGroup, ReactiveFormsModule, Validators, type ValidatorFn } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { TranslatePipe } from '@ngx-translate/core';
import { map, type Observable } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { Role, UserView } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { ProblemText } from '../../../core/feedback/problem-text';
import { Session } from '../../../core/session/session';
import { Banner } from '../../../shared/banner/banner';
import { FormDialog } from '../../../shared/dialog/form-dialog';
import { FieldError } from '../../../shared/form/field-error';
import { submission } from '../../../shared/form/submission';
import { loaded } from '../../../shared/list/loaded';
import { passwordControl, PasswordField } from '../password-field/password-field';
import { userWords } from './user-words';

const ROLES: readonly Role[] = ['CAMPAIGN_SUPERVISOR', 'CAMPAIGN_ADMINISTRATOR', 'MANAGER', 'MASTER'];
/** The API's largest page. */
const MOST_GROUPS = 1000;

/** Adds or changes a user. Closes with `true` when something was saved or is to be read anew. */
@Component({
  selector: 'app-user-dialog',
  imports: [
    Banner,
    FieldError,
    FormDialog,
    MatButton,
    MatCheckbox,
    MatFormFieldModule,
    MatInput,
    MatSelectModule,
    PasswordField,
    ReactiveFormsModule,
    TranslatePipe,
  ],
  templateUrl: './user-dialog.html',
  styleUrl: './user-dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class UserDialog {
  private readonly api = inject(Api);
  private readonly feedback = inject(Feedback);
  private readonly problems = inject(ProblemText);
  private readonly session = inject(Session);
  private readonly dialog = inject<MatDialogRef<UserDialog, boolean>>(MatDialogRef);

  /** `undefined`: a new one. */
  protected readonly user = inject<UserView | undefined>(MAT_DIALOG_DATA);
  protected readonly isSelf = this.user !== undefined && this.user.id === this.session.user()?.id;
  /** A Manager makes no Masters. */
  protected readonly roles = ROLES.filter(
    (role) => role !== 'MASTER' || this.session.user()?.role === 'MASTER',
  );
  protected readonly groups = loaded(() =>
    this.api
      .get('/api/v1/groups', { query: { pageSize: MOST_GROUPS, sort: 'name' } })
      .pipe(map(({ items }) => items)),
  );
  /** Until the groups are there, those that the user has. */
  protected readonly choices = computed(
    () => this.groups.value() ?? (this.user?.groups ?? []).map((group) => ({ ...group, enabled: true })),
  );
  protected readonly groupsFailure = computed(() => {
    const problem = this.groups.problem();
    return problem === undefined ? undefined : this.problems.of(problem);
  });
  protected readonly submission = submission({
    stale: {
      words: userWords((id) => this.choices().find((group) => group.id === id)?.name ?? ''),
      onDiscard: () => this.dialog.close(true),
    },
  });
  protected readonly form = new FormGroup({
    userName: new FormControl(this.user?.userName ?? '', {
      nonNullable: true,
      validators: [Validators.required],
    }),
    password: passwordControl(),
    mustChangePassword: new FormControl(true, { nonNullable: true }),
    firstName: new FormControl(this.user?.firstName ?? '', { nonNullable: true }),
    lastName: new FormControl(this.user?.lastName ?? '', { nonNullable: true }),
    role: new FormControl<Role>(this.user?.role ?? 'CAMPAIGN_SUPERVISOR', { nonNullable: true }),
    groupIds: new FormControl<readonly string[]>(this.user?.groups.map(({ id }) => id) ?? [], {
      nonNullable: true,
      validators: [neededBut(() => this.mayHaveNoGroup())],
    }),
  });

  constructor() {
    const { password, mustChangePassword, role, groupIds } = this.form.controls;
    if (this.user !== undefined) [password, mustChangePassword].forEach((control) => control.disable());
    if (this.isSelf) [role, groupIds].forEach((control) => control.disable());
    role.valueChanges.pipe(takeUntilDestroyed()).subscribe(() => groupIds.updateValueAndValidity());
  }

  protected async save(): Promise<void> {
    const { userName: name } = this.form.getRawValue();
    const sent = await this.submission.send(this.form, (overwrite) => this.request(overwrite));
    if (sent === undefined) return;
    this.feedback.done(this.user === undefined ? 'users.added' : 'users.saved', { name });
    this.dialog.close(true);
  }

  private request(overwrite?: number): Observable<UserView> {
    const { password, mustChangePassword, role, groupIds, ...names } = this.form.getRawValue();
    const rights = { role, groupIds: [...groupIds] };
    if (this.user === undefined)
      return this.api.post('/api/v1/users', { body: { ...names, password, mustChangePassword, ...rights } });
    const { id, version } = this.user;
    return this.api.patch('/api/v1/users/{id}', {
      path: { id },
      body: { version: overwrite ?? version, ...names, ...(!this.isSelf && rights) },
    });
  }

  /** A Master made by a Master needs none. */
  private mayHaveNoGroup(): boolean {
    return this.form?.controls.role.value === 'MASTER';
  }
}

function neededBut(isFree: () => boolean): ValidatorFn {
  return (control) => (isFree() ? null : Validators.required(control));
}
