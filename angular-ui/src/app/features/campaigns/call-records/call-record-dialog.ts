import { ChangeDetectionStrategy, Component, computed, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogModule } from '@angular/material/dialog';
import { TranslatePipe, TranslateService } from '@ngx-translate/core';
import type { CallRecordView } from '../../../core/api/schema';
import { Formats } from '../../../core/i18n/formats';
import { Language } from '../../../core/i18n/language';
import { Chip } from '../../../shared/chip/chip';
import { toneOf } from '../lead-counts';
import { CallAudio } from './call-audio';
import { CallExplanation } from './call-explanation';

const TIMES = [
  'claimedAt',
  'dialledAt',
  'ringingAt',
  'answeredAt',
  'amdAt',
  'messageAt',
  'transferredAt',
  'endedAt',
] as const;
const FACTS = [
  'sipCode',
  'q850Cause',
  'transferSipCode',
  'amdAnsweredBy',
  'amdMachine',
  'amdReason',
  'amdConfidence',
  'amdDecidedMs',
  'messagePlayedMs',
  'dncService',
  'dncVerdict',
  'port',
  'node',
  'callId',
] as const;

/** Why a call counts as answered by a person although nobody decided so. */
const UNHEARD: readonly (string | null)[] = ['detector-failed', 'media-lost', 'no-audio'];

/** All that is known of one call: what happened when, and why it ended as it did. */
@Component({
  selector: 'app-call-record-dialog',
  imports: [CallAudio, CallExplanation, Chip, MatButton, MatDialogModule, TranslatePipe],
  templateUrl: './call-record-dialog.html',
  styleUrls: ['./record-table.scss', './call-record-dialog.scss'],
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CallRecordDialog {
  private readonly formats = inject(Formats);
  private readonly language = inject(Language);
  private readonly translations = inject(TranslateService);

  protected readonly record = inject<CallRecordView>(MAT_DIALOG_DATA);
  protected readonly tone = toneOf(this.record.result);
  private readonly isUnheard = UNHEARD.includes(this.record.amdReason);
  protected readonly times = computed(() => {
    const from = Date.parse(this.record.dialledAt ?? this.record.claimedAt);
    return TIMES.flatMap((key) => {
      const at = this.record[key];
      if (at === null) return [];
      const seconds = (Date.parse(at) - from) / 1000;
      return [{ key, at: this.formats.moment(at), after: this.formats.decimal(seconds) }];
    });
  });
  protected readonly facts = computed(() => {
    this.language.code();
    return FACTS.flatMap((key) => {
      const value = this.record[key];
      return value === null || this.saysNothing(key) ? [] : [{ key, value: this.inWords(key, value) }];
    });
  });
  protected readonly measurements = computed(() => {
    this.language.code();
    return Object.entries(this.record.amdMeasurements ?? {}).map(([name, value]) =>
      this.measured(name, value),
    );
  });

  /** Where nobody decided, how surely and when is nothing to tell. */
  private saysNothing(fact: (typeof FACTS)[number]): boolean {
    return this.isUnheard && (fact === 'amdConfidence' || fact === 'amdDecidedMs');
  }

  /** Tokens that are known have words; a detector of a plugin may have its own. */
  private inWords(fact: (typeof FACTS)[number], value: string | number): string {
    if (fact === 'amdAnsweredBy' && this.isUnheard) return this.text('callRecord.value.unheard');
    if (fact === 'amdAnsweredBy' && value === 'UNDECIDED')
      return this.text(
        this.record.result === 'AMD'
          ? 'callRecord.value.undecidedMachine'
          : 'callRecord.value.undecidedPerson',
      );
    if (fact === 'amdConfidence') return this.formats.percent(Number(value));
    if (fact === 'amdDecidedMs' || fact === 'messagePlayedMs') {
      const seconds = this.formats.decimal(Number(value) / 1000);
      return this.text('callRecord.seconds', { seconds });
    }
    const key = `callRecord.value.${value}`;
    const text = this.text(key);
    return text === key ? String(value) : text;
  }

  /** A detector of a plugin has names of its own, which say the unit. */
  private measured(name: string, value: unknown): { readonly name: string; readonly value: string } {
    const key = `callRecord.measured.${name}`;
    const words = this.text(key);
    if (words === key || typeof value !== 'number')
      return { name, value: typeof value === 'string' ? value : JSON.stringify(value) };
    return { name: words, value: this.withUnit(name, value) };
  }

  private withUnit(name: string, value: number): string {
    if (name.endsWith('Ms'))
      return this.text('callRecord.seconds', { seconds: this.formats.fine(value / 1000) });
    if (name.endsWith('Hz')) return this.text('callRecord.heard.hz', { hz: this.formats.number(value) });
    return this.formats.percent(value);
  }

  private text(key: string, params: Readonly<Record<string, string>> = {}): string {
    return String(this.translations.instant(key, params));
  }
}
