import { CdkTextareaAutosize } from '@angular/cdk/text-field';
import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { TranslatePipe } from '@ngx-translate/core';
import type { Observable } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { GroupView } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { FormDialog } from '../../../shared/dialog/form-dialog';
import { FieldError } from '../../../shared/form/field-error';
import { submission } from '../../../shared/form/submission';

/** Adds or changes a dialer group. Closes with `true` when something was saved or is to be read anew. */
@Component({
  selector: 'app-group-dialog',
  imports: [
    CdkTextareaAutosize,
    FieldError,
    FormDialog,
    MatFormFieldModule,
    MatInput,
    ReactiveFormsModule,
    TranslatePipe,
  ],
  templateUrl: './group-dialog.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class GroupDialog {
  private readonly api = inject(Api);
  private readonly feedback = inject(Feedback);
  private readonly dialog = inject<MatDialogRef<GroupDialog, boolean>>(MatDialogRef);

  /** `undefined`: a new one. */
  protected readonly group = inject<GroupView | undefined>(MAT_DIALOG_DATA);
  protected readonly submission = submission({
    stale: {
      words: {
        labelOf: (field) => `groups.${field}`,
        textOf: (_, value) => String(value),
      },
      onDiscard: () => this.dialog.close(true),
    },
  });
  protected readonly form = new FormGroup({
    name: new FormControl(this.group?.name ?? '', { nonNullable: true, validators: [Validators.required] }),
    description: new FormControl(this.group?.description ?? '', { nonNullable: true }),
  });

  protected async save(): Promise<void> {
    const values = this.form.getRawValue();
    const sent = await this.submission.send(this.form, (overwrite) => this.request(values, overwrite));
    if (sent === undefined) return;
    this.feedback.done(this.group === undefined ? 'groups.added' : 'groups.saved', { name: values.name });
    this.dialog.close(true);
  }

  private request(values: { name: string; description: string }, overwrite?: number): Observable<GroupView> {
    if (this.group === undefined) return this.api.post('/api/v1/groups', { body: values });
    const { id, version } = this.group;
    return this.api.patch('/api/v1/groups/{id}', {
      path: { id },
      body: { version: overwrite ?? version, ...values },
    });
  }
}
