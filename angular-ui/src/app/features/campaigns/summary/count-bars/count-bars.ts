import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { RouterLink, type Params } from '@angular/router';
import { TranslatePipe } from '@ngx-translate/core';
import { NumberPipe } from '../../../../core/i18n/format.pipes';
import { Formats } from '../../../../core/i18n/formats';
import type { Tone } from '../../../../shared/chip/chip';

/** How many there are of a kind. */
export interface CountBar {
  /** Key of its text. */
  readonly label: string;
  readonly tone: Tone;
  readonly count: number;
  /** The call records of these, where they can be looked at. */
  readonly records?: Params;
}

/** What is seen of a bar however short it is. */
const LEAST_PERCENT = 0.5;

/** Counts beside each other: as bars, in numbers, and as shares of the whole. */
@Component({
  selector: 'app-count-bars',
  imports: [NumberPipe, RouterLink, TranslatePipe],
  templateUrl: './count-bars.html',
  styleUrl: './count-bars.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CountBars {
  private readonly formats = inject(Formats);

  readonly bars = input.required<readonly CountBar[]>();
  /** What they are shares of. */
  readonly total = input.required<number>();
  /** What is counted, and what it is told apart by; the texts, not their keys. */
  readonly caption = input.required<string>();
  readonly heading = input.required<string>();

  protected readonly rows = computed(() => {
    const bars = this.bars();
    const most = Math.max(1, ...bars.map(({ count }) => count));
    const total = Math.max(1, this.total());
    return bars.map((bar) => ({
      ...bar,
      percent: bar.count === 0 ? 0 : Math.max(LEAST_PERCENT, (bar.count / most) * 100),
      share: this.formats.percent(bar.count / total),
    }));
  });
}
