import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';

/** How much of the whole is done, as a bar. The numbers stand beside it. */
@Component({
  selector: 'app-share-bar',
  template: '<div class="fill" [style.width.%]="percent()"></div>',
  styleUrl: './share-bar.scss',
  host: {
    role: 'progressbar',
    'aria-valuemin': '0',
    'aria-valuemax': '100',
    '[attr.aria-valuenow]': 'percent()',
    '[attr.aria-label]': 'label()',
  },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ShareBar {
  /** 0 to 1 */
  readonly share = input.required<number>();
  /** Of what; the text, not its key. */
  readonly label = input.required<string>();

  protected readonly percent = computed(() => Math.round(Math.min(1, Math.max(0, this.share())) * 100));
}
