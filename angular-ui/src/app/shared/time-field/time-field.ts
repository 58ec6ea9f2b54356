import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { ReactiveFormsModule, type FormControl } from '@angular/forms';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { FieldError } from '../form/field-error';
import { timeOfDay } from './time-of-day';

/** A time of day in 24 hours, up to 24:00, which the browser's own field does not know. */
@Component({
  selector: 'app-time-field',
  imports: [FieldError, MatFormFieldModule, MatInput, ReactiveFormsModule],
  templateUrl: './time-field.html',
  styleUrl: './time-field.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class TimeField {
  /** Texts, not their keys. */
  readonly label = input.required<string>();
  readonly hint = input('');
  /** With the validator `isTimeOfDay`. */
  readonly control = input.required<FormControl<string>>();

  protected normalise(): void {
    const { value } = this.control();
    if (timeOfDay(value) !== value) this.control().setValue(timeOfDay(value));
  }
}
