import { ChangeDetectionStrategy, Component, input } from '@angular/core';

/** A picture beside a text that says the same; hidden from who listens. */
@Component({
  selector: 'app-icon',
  template: '<svg viewBox="0 0 24 24" focusable="false"><path [attr.d]="path()" /></svg>',
  styleUrl: './icon.scss',
  host: { 'aria-hidden': 'true' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Icon {
  /** Of `@mdi/js`. */
  readonly path = input.required<string>();
}
