import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { TranslatePipe } from '@ngx-translate/core';
import type { MinuteView } from '../../../core/api/schema';
import { Formats } from '../../../core/i18n/formats';

const HEIGHT = 120;
const SLOT = 20;
const BAR = 14;

/** Calls of the last minutes as bars, what of them was answered within; the same as a table for who listens. */
@Component({
  selector: 'app-minutes-chart',
  imports: [TranslatePipe],
  templateUrl: './minutes-chart.html',
  styleUrl: './minutes-chart.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class MinutesChart {
  private readonly formats = inject(Formats);

  readonly minutes = input.required<readonly MinuteView[]>();

  protected readonly height = HEIGHT;
  protected readonly bar = BAR;
  protected readonly width = computed(() => this.minutes().length * SLOT);
  protected readonly most = computed(() => Math.max(1, ...this.minutes().map(({ dialled }) => dialled)));
  protected readonly bars = computed(() =>
    this.minutes().map(({ at, dialled, answered, machines, transferred }, index) => {
      const heightOf = (count: number) => (count / this.most()) * HEIGHT;
      return {
        at,
        time: this.formats.shortTime(at),
        x: index * SLOT + (SLOT - BAR) / 2,
        dialled: heightOf(dialled),
        answered: heightOf(answered),
        numbers: { dialled, answered, machines, transferred },
      };
    }),
  );
}
