import { ChangeDetectionStrategy, Component, inject, input } from '@angular/core';
import { type FormArray, type FormControl, type FormGroup, ReactiveFormsModule } from '@angular/forms';
import { MatButton, MatIconButton } from '@angular/material/button';
import { MatCheckbox } from '@angular/material/checkbox';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { mdiDeleteOutline, mdiPlus } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { FieldError } from '../form/field-error';
import { Icon } from '../icon/icon';
import { isShown, newEntry, newItem, type Entry } from './config-form';
import type { ChoiceField, Field, ListField, MapField } from './field';
import { PluginWords } from './plugin-words';
import { Secret } from './secret.directive';

/**
 * Draws the fields of a plugin's configuration. Make the form with `configForm`, read it with `configOf`.
 * The plugin's own English titles are translated as far as {@link PluginWords} knows them.
 */
@Component({
  selector: 'app-schema-form',
  imports: [
    FieldError,
    Icon,
    MatButton,
    MatCheckbox,
    MatFormFieldModule,
    MatIconButton,
    MatInput,
    MatSelectModule,
    ReactiveFormsModule,
    Secret,
    TranslatePipe,
  ],
  templateUrl: './schema-form.html',
  styleUrl: './schema-form.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class SchemaForm {
  private readonly words = inject(PluginWords);

  /** The id of the extension. */
  readonly type = input.required<string>();
  readonly fields = input.required<readonly Field[]>();
  readonly form = input.required<FormGroup>();

  protected readonly icons = { add: mdiPlus, remove: mdiDeleteOutline };

  /** Read at each change of a value: what is shown depends on them. */
  protected shown(): readonly Field[] {
    return this.fields().filter((field) => isShown(field, this.form()));
  }

  protected titleOf(field: Field): string {
    return this.words.title(this.type(), field);
  }

  protected descriptionOf(field: Field): string {
    return this.words.description(this.type(), field);
  }

  protected choiceOf(field: ChoiceField, choice: ChoiceField['choices'][number]): string {
    return this.words.choice(this.type(), field, choice);
  }

  protected control(field: Field): FormControl {
    return this.form().get([field.key]) as FormControl;
  }

  protected group(field: Field): FormGroup {
    return this.form().get([field.key]) as FormGroup;
  }

  protected items(field: ListField): FormArray<FormControl<string>> {
    return this.form().get([field.key]) as FormArray<FormControl<string>>;
  }

  protected entries(field: MapField): FormArray<Entry> {
    return this.form().get([field.key]) as FormArray<Entry>;
  }

  protected addItem(field: ListField): void {
    this.items(field).push(newItem(field.item));
    this.items(field).markAsDirty();
  }

  protected addEntry(field: MapField): void {
    this.entries(field).push(newEntry(field.value));
    this.entries(field).markAsDirty();
  }

  protected remove(rows: { removeAt(index: number): void; markAsDirty(): void }, index: number): void {
    rows.removeAt(index);
    rows.markAsDirty();
  }
}
