import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { TranslatePipe } from '@ngx-translate/core';
import type { HeardView } from '../../../core/api/schema';
import { Formats } from '../../../core/i18n/formats';
import { beliefLine, lengthOf, levelArea, placeOf, stretchOf, ticksOf, WIDTH } from './heard-geometry';

const LEVEL_HEIGHT = 90;
const BELIEF_HEIGHT = 56;
/** Beyond it a label goes to the left of its place, %. */
const RIGHT_SIDE = 60;
/** In the table the probability is told so often, ms. */
const TOLD_EVERY_MS = 500;

/** What a detector heard, drawn over time; the same as a table. */
@Component({
  selector: 'app-heard-chart',
  imports: [TranslatePipe],
  templateUrl: './heard-chart.html',
  styleUrls: ['./record-table.scss', './heard-chart.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class HeardChart {
  private readonly formats = inject(Formats);

  readonly heard = input.required<HeardView>();
  readonly decidedMs = input.required<number>();
  /** A key of the texts: what was decided. */
  readonly decision = input.required<string>();

  protected readonly width = WIDTH;
  protected readonly levelHeight = LEVEL_HEIGHT;
  protected readonly beliefHeight = BELIEF_HEIGHT;
  private readonly length = computed(() => lengthOf(this.heard(), this.decidedMs()));
  protected readonly levels = computed(() => levelArea(this.heard(), this.length(), LEVEL_HEIGHT));
  protected readonly belief = computed(() => beliefLine(this.heard(), this.length(), BELIEF_HEIGHT));
  protected readonly speech = computed(() =>
    this.heard().speech.map((piece) => {
      const { left, width } = stretchOf(piece, this.length());
      return { x: (left * WIDTH) / 100, width: (width * WIDTH) / 100 };
    }),
  );
  protected readonly tones = computed(() =>
    this.heard().tones.map((tone) => ({
      ...stretchOf(tone, this.length()),
      hz: this.formats.number(Math.round(tone.hz)),
      isRight: placeOf(tone.fromMs, this.length()) > RIGHT_SIDE,
    })),
  );
  protected readonly mark = computed(() => {
    const left = placeOf(this.decidedMs(), this.length());
    return { left, isRight: left > RIGHT_SIDE, seconds: this.seconds(this.decidedMs()) };
  });
  protected readonly ticks = computed(() =>
    ticksOf(this.length()).map((ms) => ({
      left: placeOf(ms, this.length()),
      text: this.formats.number(ms / 1000),
    })),
  );
  protected readonly total = computed(() => this.seconds(this.length()));

  /** All pieces and tones in the order of their time. */
  protected readonly rows = computed(() => {
    const { speech, tones } = this.heard();
    const pieces = speech.map(({ fromMs, toMs }) => ({ fromMs, toMs, key: 'speech', hz: '' }));
    const heard = tones.map(({ fromMs, toMs, hz }) => ({
      ...{ fromMs, toMs, key: 'tone' },
      hz: this.formats.number(Math.round(hz)),
    }));
    return [...pieces, ...heard]
      .sort((a, b) => a.fromMs - b.fromMs)
      .map((row) => ({ ...row, from: this.seconds(row.fromMs), to: this.seconds(row.toMs) }));
  });
  protected readonly beliefs = computed(() => {
    const { belief } = this.heard();
    const told = belief.filter(({ atMs }, n) => {
      const before = belief[n - 1]?.atMs ?? -1;
      const isFirst = Math.floor(atMs / TOLD_EVERY_MS) > Math.floor(before / TOLD_EVERY_MS);
      return isFirst || n === belief.length - 1;
    });
    return told.map(({ atMs, machine }) => ({
      at: this.seconds(atMs),
      machine: this.formats.percent(machine),
    }));
  });

  private seconds(ms: number): string {
    return this.formats.fine(ms / 1000);
  }
}
