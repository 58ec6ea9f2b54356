import { ChangeDetectionStrategy, Component, effect, inject, input, untracked } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatRadioModule } from '@angular/material/radio';
import { TranslatePipe } from '@ngx-translate/core';
import { Api } from '../../../core/api/api';
import type { ListAgeView, OnOldList } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { DayPipe, NumberPipe } from '../../../core/i18n/format.pipes';
import { Banner } from '../../../shared/banner/banner';
import { FieldError } from '../../../shared/form/field-error';
import { submission } from '../../../shared/form/submission';

/** Ten years, as the service takes it. */
const MOST_DAYS = 3650;

/** How old a list is, and how old it may be. */
@Component({
  selector: 'app-list-age',
  imports: [
    Banner,
    DayPipe,
    FieldError,
    MatButton,
    MatFormFieldModule,
    MatInput,
    MatRadioModule,
    NumberPipe,
    ReactiveFormsModule,
    TranslatePipe,
  ],
  templateUrl: './list-age.html',
  styleUrl: './list-age.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ListAge {
  private readonly api = inject(Api);
  private readonly feedback = inject(Feedback);

  readonly serviceId = input.required<string>();
  readonly age = input.required<ListAgeView>();
  /** Called after a change. */
  readonly changed = input.required<() => void>();

  protected readonly submission = submission();
  protected readonly form = new FormGroup({
    oldestDays: new FormControl<number | null>(null, [
      Validators.min(0),
      Validators.max(MOST_DAYS),
      Validators.pattern(/^\d+$/),
    ]),
    onOldList: new FormControl<OnOldList>('warn', { nonNullable: true }),
  });

  constructor() {
    effect(() => {
      const { oldestDays, onOldList } = this.age();
      untracked(() => {
        if (!this.form.dirty) this.form.setValue({ oldestDays, onOldList });
      });
    });
  }

  protected async save(): Promise<void> {
    const { oldestDays, onOldList } = this.form.getRawValue();
    const body = { oldestDays: oldestDays === null ? null : Number(oldestDays), onOldList };
    const sent = await this.submission.send(this.form, () =>
      this.api.put('/api/v1/dnc-services/{id}/list-age', { path: { id: this.serviceId() }, body }),
    );
    if (sent === undefined) return;
    this.form.markAsPristine();
    this.feedback.done('listAge.saved');
    this.changed()();
  }
}
