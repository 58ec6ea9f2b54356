import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { Tone } from '../chip/chip';

/** A sentence that belongs to what stands below it. Bad news is spoken at once. */
@Component({
  selector: 'app-banner',
  template: '<ng-content />',
  styleUrl: './banner.scss',
  host: { '[class]': 'tone()', '[attr.role]': "tone() === 'bad' ? 'alert' : 'status'" },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Banner {
  readonly tone = input<Tone>('info');
}
