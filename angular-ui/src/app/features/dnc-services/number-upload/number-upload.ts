import { ChangeDetectionStrategy, Component, computed, inject, input, output, signal } from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { MatRadioModule } from '@angular/material/radio';
import { mdiDownload, mdiUpload } from '@mdi/js';
import { TranslatePipe, TranslateService } from '@ngx-translate/core';
import { filter, map, race, Subject, tap, type Observable } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { NumbersReportView, RejectedRowView } from '../../../core/api/schema';
import { Formats } from '../../../core/i18n/formats';
import { NumberPipe, PercentPipe } from '../../../core/i18n/format.pipes';
import { Language } from '../../../core/i18n/language';
import { ServerWords } from '../../../core/i18n/server-words';
import { Autocomplete } from '../../../shared/autocomplete/autocomplete';
import { oneOf } from '../../../shared/autocomplete/one-of';
import { Banner } from '../../../shared/banner/banner';
import { Clip } from '../../../shared/clip/clip.directive';
import { Confirm } from '../../../shared/confirm/confirm';
import { Cell } from '../../../shared/data-table/cell.directive';
import type { Column } from '../../../shared/data-table/column';
import { DataTable } from '../../../shared/data-table/data-table';
import { FileDrop } from '../../../shared/file-drop/file-drop';
import { submission } from '../../../shared/form/submission';
import { Icon } from '../../../shared/icon/icon';
import { listOf } from '../../../shared/list/list-of';
import { regionOptions } from '../../../shared/regions/region-options';
import { REGIONS } from '../../../shared/regions/regions';
import { Said } from '../../../shared/said/said';
import { LastRegion } from '../last-region';

type Mode = 'add' | 'replace';

/** Uploads a CSV of numbers, and tells what became of it. */
@Component({
  selector: 'app-number-upload',
  imports: [
    Autocomplete,
    Banner,
    Cell,
    Clip,
    DataTable,
    FileDrop,
    Icon,
    MatButton,
    MatProgressBar,
    MatRadioModule,
    NumberPipe,
    PercentPipe,
    ReactiveFormsModule,
    Said,
    TranslatePipe,
  ],
  templateUrl: './number-upload.html',
  styleUrl: './number-upload.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NumberUpload {
  private readonly api = inject(Api);
  private readonly confirm = inject(Confirm);
  private readonly formats = inject(Formats);
  private readonly locale = inject(Language).locale;
  private readonly translations = inject(TranslateService);
  private readonly words = inject(ServerWords);
  private readonly lastRegion = inject(LastRegion);

  readonly serviceId = input.required<string>();
  /** How many numbers the list has now. */
  readonly present = input<number>();
  /** The list is another one now. */
  readonly changed = output();

  protected readonly regions = computed(() => regionOptions(this.locale()));
  protected readonly icons = { upload: mdiUpload, download: mdiDownload };
  protected readonly columns: readonly Column[] = [
    { key: 'line', label: 'dncServices.line', isNumber: true, width: '6rem' },
    { key: 'reason', label: 'dncServices.reason' },
  ];
  protected readonly submission = submission();
  protected readonly form = new FormGroup({
    mode: new FormControl<Mode>('add', { nonNullable: true }),
    region: new FormControl(this.lastRegion.get(), {
      nonNullable: true,
      validators: [Validators.required, oneOf(() => REGIONS)],
    }),
  });
  protected readonly file = signal<File | undefined>(undefined);
  /** 0 to 1 */
  protected readonly sent = signal(0);
  protected readonly giveUp = new Subject<void>();
  protected readonly report = signal<NumbersReportView | undefined>(undefined);
  protected readonly rejected = listOf<RejectedRowView>(
    computed(() => this.report()?.rejected ?? []),
    { textOf: (row) => [this.reasonOf(row)], valueOf: ({ line }) => line },
  );
  protected readonly idOf = ({ line }: RejectedRowView): string => String(line);

  protected take(file: File): void {
    this.file.set(file);
    this.report.set(undefined);
  }

  protected async upload(): Promise<void> {
    const file = this.file();
    if (file === undefined || !(await this.mayReplace())) return;
    this.report.set(undefined);
    this.sent.set(0);
    const uploaded = await this.submission.send(this.form, () => this.send(file));
    this.changed.emit();
    if (uploaded?.answer === undefined) return;
    this.lastRegion.keep(this.form.controls.region.value);
    this.report.set(uploaded.answer);
    this.file.set(undefined);
  }

  /** For whoever corrects the file. */
  protected download(): void {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const head = ['dncServices.line', 'dncServices.reason'].map((key) =>
      quoted(String(this.translations.instant(key))),
    );
    const rows = this.report()?.rejected ?? [];
    const lines = rows.map((row) => `${row.line},${quoted(this.reasonOf(row))}`);
    const address = URL.createObjectURL(
      new Blob(['\uFEFF', [head.join(','), ...lines].join('\r\n')], { type: 'text/csv' }),
    );
    const link = document.createElement('a');
    link.href = address;
    link.download = 'rejected.csv';
    link.click();
    URL.revokeObjectURL(address);
  }

  private reasonOf({ reason, ...message }: RejectedRowView): string {
    return this.words.of({ text: reason, ...message });
  }

  /** Whether the present numbers may go. */
  private async mayReplace(): Promise<boolean> {
    const present = this.present() ?? 0;
    if (this.form.controls.mode.value === 'add' || this.form.invalid || present === 0) return true;
    return this.confirm.ask({
      title: 'dncServices.replaceTitle',
      text: 'dncServices.replaceText',
      params: { count: this.formats.number(present) },
      action: 'dncServices.replace',
      isDestructive: true,
    });
  }

  /** `undefined`: it was given up. */
  private send(file: File): Observable<NumbersReportView | undefined> {
    const uploaded = this.api
      .upload(
        '/api/v1/dnc-services/{id}/numbers',
        { path: { id: this.serviceId() }, query: this.form.getRawValue() },
        file,
      )
      .pipe(
        tap(({ sent }) => this.sent.set(sent)),
        map(({ answer }) => answer),
        filter((answer) => answer !== undefined),
      );
    return race(uploaded, this.giveUp.pipe(map(() => undefined)));
  }
}
