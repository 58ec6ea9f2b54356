import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { TranslatePipe } from '@ngx-translate/core';
import { Api } from '../../../core/api/api';
import type { LeadView } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { FormDialog } from '../../../shared/dialog/form-dialog';
import { FieldError } from '../../../shared/form/field-error';
import { submission } from '../../../shared/form/submission';

interface LeadDialogData {
  readonly campaignId: string;
  readonly lead: LeadView;
}

/** Name, description and number of a lead. Closes with whether it was changed. */
@Component({
  selector: 'app-lead-dialog',
  imports: [FieldError, FormDialog, MatFormFieldModule, MatInput, ReactiveFormsModule, TranslatePipe],
  templateUrl: './lead-dialog.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class LeadDialog {
  private readonly api = inject(Api);
  private readonly dialog = inject<MatDialogRef<LeadDialog, boolean>>(MatDialogRef);
  private readonly feedback = inject(Feedback);
  private readonly data = inject<LeadDialogData>(MAT_DIALOG_DATA);

  protected readonly submission = submission({
    stale: {
      words: { labelOf: (field) => `lead.${field}`, textOf: (_, value) => String(value) },
      onDiscard: () => this.dialog.close(true),
    },
  });
  protected readonly form = new FormGroup({
    name: new FormControl(this.data.lead.name, {
      nonNullable: true,
      validators: [Validators.maxLength(200)],
    }),
    description: new FormControl(this.data.lead.description, {
      nonNullable: true,
      validators: [Validators.maxLength(1000)],
    }),
    phone: new FormControl(this.data.lead.phone, { nonNullable: true, validators: [Validators.required] }),
  });

  protected async save(): Promise<void> {
    const { campaignId, lead } = this.data;
    const sent = await this.submission.send(this.form, (overwrite) =>
      this.api.patch('/api/v1/campaigns/{id}/leads/{leadId}', {
        path: { id: campaignId, leadId: lead.id },
        body: { ...this.form.getRawValue(), version: overwrite ?? lead.version },
      }),
    );
    if (sent === undefined) return;
    this.feedback.done('lead.saved');
    this.dialog.close(true);
  }
}
