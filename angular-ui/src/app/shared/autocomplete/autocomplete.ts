import { ChangeDetectionStrategy, Component, computed, effect, input, signal } from '@angular/core';
import { type FormControl, ReactiveFormsModule } from '@angular/forms';
import { MatAutocompleteModule } from '@angular/material/autocomplete';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { FieldError } from '../form/field-error';

/** One of many. */
export interface Option {
  readonly value: string;
  /** The text, not its key. */
  readonly label: string;
}

const MOST_SHOWN = 60;

/** A choice among too many for a menu: typing narrows it. */
@Component({
  selector: 'app-autocomplete',
  imports: [FieldError, MatAutocompleteModule, MatFormFieldModule, MatInput, ReactiveFormsModule],
  templateUrl: './autocomplete.html',
  styleUrl: './autocomplete.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Autocomplete {
  /** Texts, not their keys. */
  readonly label = input.required<string>();
  readonly hint = input('');
  readonly options = input.required<readonly Option[]>();
  /** Holds the value; its text is shown. */
  readonly control = input.required<FormControl<string>>();

  protected readonly typed = signal('');

  protected readonly shown = computed(() => {
    const wanted = plain(this.typed());
    const isChosen = this.options().some(({ label }) => label === this.typed());
    const found = isChosen
      ? this.options()
      : this.options().filter(({ label, value }) => plain(`${label} ${value}`).includes(wanted));
    return found.slice(0, MOST_SHOWN);
  });

  protected readonly labelOf = (value: string): string =>
    this.options().find((option) => option.value === value)?.label ?? value;

  constructor() {
    effect(() => this.typed.set(this.labelOf(this.control().value)));
  }

  protected type(event: Event): void {
    this.typed.set((event.target as HTMLInputElement).value);
  }

  /** What was typed counts where it names an option; the panel's choice has set the value already. */
  protected leave(): void {
    const control = this.control();
    const wanted = plain(control.value);
    const match = this.options().find(
      ({ label, value }) => value === control.value || plain(label) === wanted || plain(value) === wanted,
    );
    if (match !== undefined && match.value !== control.value) control.setValue(match.value);
  }
}

function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/_/g, ' ').toLowerCase();
}
