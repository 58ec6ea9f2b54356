import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { TranslatePipe, TranslateService } from '@ngx-translate/core';
import type { CallRecordView } from '../../../core/api/schema';
import { Formats } from '../../../core/i18n/formats';
import { Language } from '../../../core/i18n/language';

/** How the audio of an answered call fared, in both directions. What nobody measured is said to be so, and never 0. */
@Component({
  selector: 'app-call-audio',
  imports: [TranslatePipe],
  templateUrl: './call-audio.html',
  styleUrls: ['./record-table.scss', './call-audio.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CallAudio {
  private readonly formats = inject(Formats);
  private readonly language = inject(Language);
  private readonly translations = inject(TranslateService);

  readonly record = input.required<CallRecordView>();

  /** Each with what was received, and what was sent. */
  protected readonly rows = computed(() => {
    const record = this.record();
    return [
      {
        key: 'packets',
        cells: [this.count(record.audioPacketsReceived), this.count(record.audioPacketsSent)],
      },
      { key: 'lost', cells: [this.lost(record), this.count(record.audioRemotePacketsLost)] },
      {
        key: 'jitter',
        cells: [this.ms(record.audioJitterMs, 'atMost'), this.ms(record.audioRemoteJitterMs, 'atLast')],
      },
    ];
  });
  protected readonly roundTrip = computed(() => this.ms(this.record().audioRoundTripMs, 'ms'));

  private count(packets: number | null): string {
    return packets === null ? this.say('notMeasured') : this.formats.number(packets);
  }

  private lost({ audioPacketsLost, audioLossShare }: CallRecordView): string {
    const count = this.count(audioPacketsLost);
    return audioLossShare === null ? count : `${count} (${this.formats.finePercent(audioLossShare)})`;
  }

  private ms(value: number | null, words: 'ms' | 'atMost' | 'atLast'): string {
    return value === null ? this.say('notMeasured') : this.say(words, { ms: this.formats.decimal(value) });
  }

  private say(words: string, params = {}): string {
    this.language.code();
    return String(this.translations.instant(`callRecord.audio.${words}`, params));
  }
}
