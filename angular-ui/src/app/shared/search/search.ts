import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  effect,
  inject,
  input,
  output,
  untracked,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { MatIconButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { mdiClose, mdiMagnify } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { debounceTime } from 'rxjs';
import { Icon } from '../icon/icon';

const PAUSE_MS = 250;

/** What to look for in a list; tells it when the typing pauses. */
@Component({
  selector: 'app-search',
  imports: [Icon, MatFormFieldModule, MatIconButton, MatInput, ReactiveFormsModule, TranslatePipe],
  templateUrl: './search.html',
  styleUrl: './search.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Search {
  /** The text, not its key. */
  readonly label = input.required<string>();
  /** What is looked for now: it may come from elsewhere, such as the address. */
  readonly text = input.required<string>();
  readonly searchFor = output<string>();

  protected readonly typed = new FormControl('', { nonNullable: true });
  protected readonly icons = { search: mdiMagnify, clear: mdiClose };

  constructor() {
    effect(() => {
      const text = this.text();
      untracked(() => {
        if (text !== this.typed.value.trim()) this.typed.setValue(text, { emitEvent: false });
      });
    });
    this.typed.valueChanges
      .pipe(debounceTime(PAUSE_MS), takeUntilDestroyed(inject(DestroyRef)))
      .subscribe((text) => this.searchFor.emit(text.trim()));
  }
}
