import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** What a colour says. */
export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'plain';

/** A state in one or two words. The words say it, the colour only repeats it. */
@Component({
  selector: 'app-chip',
  template: '<ng-content />',
  styleUrl: './chip.scss',
  host: { '[class]': 'tone()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Chip {
  readonly tone = input<Tone>('plain');
}
