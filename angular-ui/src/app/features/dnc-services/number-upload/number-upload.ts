import {
  ChangeDetectionStrategy,
  Component,
  computed,
  DestroyRef,
  effect,
  inject,
  input,
  output,
  signal,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatProgressBar } from '@angular/material/progress-bar';
import { MatRadioModule } from '@angular/material/radio';
import { mdiDownload, mdiUpload } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import {
  filter,
  first,
  firstValueFrom,
  from,
  map,
  race,
  repeat,
  Subject,
  switchMap,
  tap,
  type Observable,
} from 'rxjs';
import { Api } from '../../../core/api/api';
import type {
  NumberFileFormat,
  NumbersReportView,
  NumberUploadView,
  RejectedRowView,
  UploadMode,
} from '../../../core/api/schema';
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
import { FieldError } from '../../../shared/form/field-error';
import { FileDrop } from '../../../shared/file-drop/file-drop';
import { submission } from '../../../shared/form/submission';
import { Icon } from '../../../shared/icon/icon';
import { listOf } from '../../../shared/list/list-of';
import { regionOptions } from '../../../shared/regions/region-options';
import { REGIONS } from '../../../shared/regions/regions';
import { Said } from '../../../shared/said/said';
import { LastRegion } from '../last-region';
import { fileDigest } from './file-digest';

const LOOK_AGAIN_MS = 1000;
const UPLOAD = '/api/v1/dnc-services/{id}/numbers/upload';

/** Uploads a CSV of numbers, and tells what became of it. */
@Component({
  selector: 'app-number-upload',
  imports: [
    Autocomplete,
    Banner,
    Cell,
    Clip,
    DataTable,
    FieldError,
    FileDrop,
    Icon,
    MatButton,
    MatFormFieldModule,
    MatInput,
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
  private readonly language = inject(Language);
  private readonly words = inject(ServerWords);
  private readonly lastRegion = inject(LastRegion);
  private readonly destroyed = inject(DestroyRef);

  readonly serviceId = input.required<string>();
  /** How many numbers the list has now. */
  readonly present = input<number>();
  /** The list is another one now. */
  readonly changed = output();

  protected readonly regions = computed(() => regionOptions(this.language.locale()));
  protected readonly icons = { upload: mdiUpload, download: mdiDownload };
  protected readonly columns: readonly Column[] = [
    { key: 'line', label: 'dncServices.line', isNumber: true, width: '6rem' },
    { key: 'reason', label: 'dncServices.reason' },
  ];
  protected readonly submission = submission();
  protected readonly form = new FormGroup({
    mode: new FormControl<UploadMode>('add', { nonNullable: true }),
    format: new FormControl<NumberFileFormat>('csv', { nonNullable: true }),
    /** Of the file's numbers; empty: as the service takes it. */
    listDate: new FormControl('', { nonNullable: true }),
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
  /** An upload that broke off. */
  protected readonly interrupted = signal<NumberUploadView | undefined>(undefined);
  /** Its file, as far as can be told. */
  protected readonly isSameFile = computed(() => {
    const { totalBytes = null, digest = null } = this.interrupted() ?? {};
    const file = this.file();
    return file !== undefined && digest !== null && (totalBytes === null || file.size === totalBytes);
  });
  protected readonly rejected = listOf<RejectedRowView>(
    computed(() => this.report()?.rejected ?? []),
    { textOf: (row) => [this.reasonOf(row)], valueOf: ({ line }) => line },
  );
  /** For whoever corrects the file. */
  protected readonly rowsAddress = computed(
    () => `/api/v1/dnc-services/${this.serviceId()}/numbers/upload/rows?language=${this.language.code()}`,
  );
  protected readonly idOf = ({ line }: RejectedRowView): string => String(line);

  constructor() {
    effect(() => void this.look(this.serviceId()));
  }

  protected take(file: File): void {
    this.file.set(file);
    this.report.set(undefined);
  }

  protected async upload(): Promise<void> {
    const file = this.file();
    if (file === undefined || !(await this.mayReplace())) return;
    const { listDate, ...given } = this.form.getRawValue();
    const query = { ...given, ...(listDate !== '' && { listDate }) };
    await this.receive((digest) =>
      this.send(
        '/api/v1/dnc-services/{id}/numbers',
        { ...query, ...(digest !== undefined && { digest }) },
        file,
      ),
    );
  }

  /** Sends what is left of the file whose upload broke off. */
  protected async goOn(): Promise<void> {
    const begin = this.interrupted()?.bytes ?? 0;
    const file = this.file();
    if (file === undefined) return;
    await this.receive((digest = '') => this.send(UPLOAD, { from: begin, digest }, file.slice(begin)));
  }

  protected async forget(): Promise<void> {
    await this.submission.send(this.form, () => this.api.delete(UPLOAD, { path: { id: this.serviceId() } }));
    await this.look(this.serviceId());
  }

  /** The digest is that of the file; none where the browser makes none. */
  private async receive(send: (digest: string | undefined) => Observable<NumbersReportView>): Promise<void> {
    const file = this.file();
    if (file === undefined) return;
    this.report.set(undefined);
    this.sent.set(0);
    const uploaded = await this.submission.send(this.form, () => {
      const report = from(fileDigest(file)).pipe(switchMap(send));
      return race(report, this.giveUp.pipe(map(() => undefined)));
    });
    this.changed.emit();
    await this.look(this.serviceId());
    if (uploaded?.answer === undefined) return;
    this.lastRegion.keep(this.form.controls.region.value);
    this.report.set(uploaded.answer);
    this.file.set(undefined);
  }

  private reasonOf({ reason, ...message }: RejectedRowView): string {
    return this.words.of({ text: reason, ...message });
  }

  /** Whether the present numbers may go. */
  private async mayReplace(): Promise<boolean> {
    const present = this.present() ?? 0;
    if (this.form.controls.mode.value !== 'replace' || this.form.invalid || present === 0) return true;
    return this.confirm.ask({
      title: 'dncServices.replaceTitle',
      text: 'dncServices.replaceText',
      params: { count: this.formats.number(present) },
      action: 'dncServices.replace',
      isDestructive: true,
    });
  }

  /** Whether an upload broke off; where that cannot be found out, the next upload says what is wrong. */
  private async look(id: string): Promise<void> {
    // The service notices a moment later that a connection broke.
    const settled = this.api.get(UPLOAD, { path: { id } }).pipe(
      repeat({ delay: LOOK_AGAIN_MS }),
      first(({ state: now }) => now !== 'receiving'),
      takeUntilDestroyed(this.destroyed),
    );
    const state = await firstValueFrom(settled, { defaultValue: undefined }).catch(() => undefined);
    this.interrupted.set(state?.state === 'interrupted' ? state : undefined);
  }

  private send(
    path: '/api/v1/dnc-services/{id}/numbers' | typeof UPLOAD,
    query: Readonly<Record<string, string | number>>,
    file: Blob,
  ): Observable<NumbersReportView> {
    return this.api.upload(path, { path: { id: this.serviceId() }, query }, file).pipe(
      tap(({ sent }) => this.sent.set(sent)),
      map(({ answer }) => answer),
      filter((answer) => answer !== undefined),
    );
  }
}
