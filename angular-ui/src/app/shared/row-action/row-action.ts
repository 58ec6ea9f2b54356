import { ChangeDetectionStrategy, Component, input, output } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { MatTooltip } from '@angular/material/tooltip';
import { Icon } from '../icon/icon';

/** What can be done with a row of a list, as an icon: its words are in a tooltip, and whoever listens hears the row's name too. */
@Component({
  selector: 'app-row-action',
  imports: [Icon, MatIconButton, MatTooltip],
  templateUrl: './row-action.html',
  styles: ':host { display: inline-block; vertical-align: middle }',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class RowAction {
  readonly icon = input.required<string>();
  /** What happens, or why nothing can; the text, not its key. */
  readonly words = input.required<string>();
  /** What happens, with the name of the row. */
  readonly wordsForRow = input.required<string>();
  readonly isDisabled = input(false);

  readonly act = output();
}
