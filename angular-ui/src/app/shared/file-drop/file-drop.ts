import { ChangeDetectionStrategy, Component, input, output, signal } from '@angular/core';
import { mdiFileDelimitedOutline } from '@mdi/js';
import { Icon } from '../icon/icon';

/** A place to drop a file on, and a button that chooses one. */
@Component({
  selector: 'app-file-drop',
  imports: [Icon],
  templateUrl: './file-drop.html',
  styleUrl: './file-drop.scss',
  host: {
    '(dragenter)': 'over($event)',
    '(dragover)': 'over($event)',
    '(dragleave)': 'left($event)',
    '(drop)': 'dropped($event)',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FileDrop {
  /** What to do here; the text, not its key. */
  readonly prompt = input.required<string>();
  /** What kinds of file the choice offers. */
  readonly accept = input('.csv,.txt,text/csv,text/plain');
  readonly icon = input(mdiFileDelimitedOutline);
  readonly isDisabled = input(false);
  /** The file that was chosen, to show it. */
  readonly file = input<File | undefined>(undefined);
  readonly chosen = output<File>();

  protected readonly isOver = signal(false);

  protected over(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(!this.isDisabled());
  }

  protected left(event: DragEvent): void {
    const { currentTarget, relatedTarget } = event;
    if (
      currentTarget instanceof Node &&
      relatedTarget instanceof Node &&
      currentTarget.contains(relatedTarget)
    )
      return;
    this.isOver.set(false);
  }

  protected dropped(event: DragEvent): void {
    event.preventDefault();
    this.isOver.set(false);
    const file = event.dataTransfer?.files[0];
    if (file !== undefined && !this.isDisabled()) this.chosen.emit(file);
  }

  protected picked(event: Event): void {
    const field = event.target as HTMLInputElement;
    const file = field.files?.[0];
    // The same file can be chosen again after it was corrected.
    field.value = '';
    if (file !== undefined) this.chosen.emit(file);
  }
}
