import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { FormControl, FormGroup, Validators, ReactiveFormsModule } from '@angular/forms';
import { MatDatepickerModule } from '@angular/material/datepicker';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { TranslatePipe } from '@ngx-translate/core';
import type { Observable } from 'rxjs';
import { Api } from '../../../core/api/api';
import { Formats } from '../../../core/i18n/formats';
import { isoDay } from '../../../shared/dates/calendar-day';
import { provideDates } from '../../../shared/dates/provide-dates';
import { FormDialog } from '../../../shared/dialog/form-dialog';
import { FieldError } from '../../../shared/form/field-error';
import { submission } from '../../../shared/form/submission';
import { TimeField } from '../../../shared/time-field/time-field';
import { isTimeOfDay } from '../../../shared/time-field/time-of-day';
import { endsAfterStart } from '../hours';
import type { ScheduleDialogData } from './schedule-change';

const FIELDS: Readonly<Record<string, string>> = {
  startTime: 'schedule.start',
  endTime: 'schedule.end',
};

/** A day of the schedule, or the hours of all that can still change. */
@Component({
  selector: 'app-schedule-dialog',
  imports: [
    FieldError,
    FormDialog,
    MatDatepickerModule,
    MatFormFieldModule,
    MatInput,
    ReactiveFormsModule,
    TimeField,
    TranslatePipe,
  ],
  providers: [provideDates()],
  templateUrl: './schedule-dialog.html',
  styleUrl: './schedule-dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ScheduleDialog {
  private readonly api = inject(Api);
  private readonly dialog = inject<MatDialogRef<ScheduleDialog, boolean>>(MatDialogRef);
  private readonly formats = inject(Formats);

  protected readonly data = inject<ScheduleDialogData>(MAT_DIALOG_DATA);
  protected readonly today = new Date();
  protected readonly submission = submission({
    stale: {
      words: {
        labelOf: (field) => FIELDS[field] ?? 'schedule.hours',
        textOf: (_, value) => String(value),
      },
      onDiscard: () => this.dialog.close(true),
    },
  });

  private readonly hours = this.data.change.kind === 'one' ? this.data.change.entry : this.data.campaign;

  protected readonly form = new FormGroup({
    date: new FormControl<Date | null>(null, this.data.change.kind === 'add' ? [Validators.required] : []),
    startTime: new FormControl(this.hours.startTime, {
      nonNullable: true,
      validators: [Validators.required, isTimeOfDay],
    }),
    endTime: new FormControl(this.hours.endTime, {
      nonNullable: true,
      validators: [Validators.required, isTimeOfDay, endsAfterStart],
    }),
  });
  protected readonly day = computed(() =>
    this.data.change.kind === 'one' ? this.formats.day(this.data.change.entry.date) : '',
  );

  constructor() {
    this.form.controls.startTime.valueChanges.subscribe(() =>
      this.form.controls.endTime.updateValueAndValidity(),
    );
  }

  protected async save(): Promise<void> {
    const sent = await this.submission.send(this.form, (overwrite) => this.request(overwrite));
    if (sent !== undefined) this.dialog.close(true);
  }

  private request(overwrite: number | undefined): Observable<unknown> {
    const { campaign, change } = this.data;
    const { date, startTime, endTime } = this.form.getRawValue();
    const { id } = campaign;
    switch (change.kind) {
      case 'add':
        return this.api.post('/api/v1/campaigns/{id}/schedule', {
          path: { id },
          body: { date: date === null ? '' : isoDay(date), startTime, endTime },
        });
      case 'one':
        return this.api.patch('/api/v1/campaigns/{id}/schedule/{entryId}', {
          path: { id, entryId: change.entry.id },
          body: { version: overwrite ?? change.entry.version, startTime, endTime },
        });
      case 'all':
        return this.api.patch('/api/v1/campaigns/{id}/schedule', {
          path: { id },
          body: { version: overwrite ?? campaign.version, startTime, endTime },
        });
    }
  }
}
