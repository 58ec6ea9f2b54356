import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  input,
  untracked,
} from '@angular/core';
import { FormControl, FormGroup, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatDatepickerModule } from '@angular/material/datepicker';
import { MatDialog } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { mdiDownload, mdiInformationOutline, mdiPhoneLogOutline } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { Api } from '../../../core/api/api';
import type { CallRecordView, LeadStatus } from '../../../core/api/schema';
import { Formats } from '../../../core/i18n/formats';
import { MomentPipe, NumberPipe } from '../../../core/i18n/format.pipes';
import { RowAction } from '../../../shared/row-action/row-action';
import { Chip } from '../../../shared/chip/chip';
import { Clip } from '../../../shared/clip/clip.directive';
import { Cell } from '../../../shared/data-table/cell.directive';
import type { Column } from '../../../shared/data-table/column';
import { DataTable } from '../../../shared/data-table/data-table';
import { provideDates } from '../../../shared/dates/provide-dates';
import { Empty } from '../../../shared/empty/empty';
import { FieldError } from '../../../shared/form/field-error';
import { Icon } from '../../../shared/icon/icon';
import { cursorList } from '../../../shared/list/cursor-list';
import { LEAD_STATUSES, toneOf } from '../lead-counts';
import { CallRecordDialog } from './call-record-dialog';
import {
  ANSWERED_BY,
  exportAddress,
  filterWords,
  isNumber,
  RECORD_FILTERS,
  recordFilter,
  recordQuery,
  type AnsweredBy,
} from './record-filter';

const COLUMNS: readonly Column[] = [
  { key: 'endedAt', label: 'callRecord.endedAt', width: '13rem' },
  { key: 'campaign', label: 'callRecord.campaign' },
  { key: 'lead', label: 'callRecord.lead' },
  { key: 'phone', label: 'callRecord.phone', width: '9.5rem' },
  { key: 'attempt', label: 'callRecord.attempt', isNumber: true, width: '8%' },
  { key: 'result', label: 'callRecord.result' },
  { key: 'duration', label: 'callRecord.duration', isNumber: true, width: '8%' },
  { key: 'actions', label: 'list.actions', isActions: true, width: '68px' },
];

/** Call records, newest first, found by result, number and days. They outlive their campaign. */
@Component({
  selector: 'app-call-record-list',
  imports: [
    Cell,
    Chip,
    Clip,
    DataTable,
    Empty,
    FieldError,
    Icon,
    MatButton,
    MatDatepickerModule,
    MatFormFieldModule,
    MatInput,
    MatSelectModule,
    MomentPipe,
    NumberPipe,
    ReactiveFormsModule,
    RowAction,
    TranslatePipe,
  ],
  providers: [provideDates()],
  templateUrl: './call-record-list.html',
  styleUrl: './call-record-list.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CallRecordList {
  private readonly api = inject(Api);
  private readonly dialog = inject(MatDialog);
  private readonly formats = inject(Formats);

  /** Left out: those of all campaigns. */
  readonly campaignId = input<string | undefined>(undefined);

  protected readonly columns = computed(() =>
    COLUMNS.filter(({ key }) => key !== 'campaign' || this.campaignId() === undefined),
  );
  protected readonly statuses = LEAD_STATUSES.filter((status) => status !== 'NOT_CALLED');
  protected readonly answeredBy = ANSWERED_BY;
  protected readonly toneOf = toneOf;
  protected readonly icons = {
    record: mdiPhoneLogOutline,
    details: mdiInformationOutline,
    download: mdiDownload,
  };
  protected readonly form = new FormGroup({
    result: new FormControl<LeadStatus | null>(null),
    answeredBy: new FormControl<AnsweredBy | null>(null),
    phone: new FormControl('', { nonNullable: true }),
    from: new FormControl<Date | null>(null),
    until: new FormControl<Date | null>(null),
  });
  protected readonly list = cursorList<CallRecordView>(
    // What stands behind a record ended before it.
    ({ limit, after: before, before: after }, filters) =>
      this.api.get('/api/v1/call-records', {
        query: {
          ...recordQuery(recordFilter(filters), this.campaignId()),
          limit,
          ...(before !== undefined && { before }),
          ...(after !== undefined && { after }),
        },
      }),
    { pageSize: 25, filters: RECORD_FILTERS },
  );
  private readonly filter = computed(() => recordFilter(this.list.filters()));
  private readonly query = computed(() => recordQuery(this.filter(), this.campaignId()));
  protected readonly idOf = ({ id }: CallRecordView) => id;
  protected readonly exportAddress = computed(() => exportAddress(this.query()));

  constructor() {
    effect(() => {
      const filter = this.filter();
      untracked(() => this.form.setValue(filter));
    });
  }

  protected apply(): void {
    this.form.controls.phone.setErrors(null);
    const { phone, ...filter } = this.form.getRawValue();
    const digits = phone.replace(/\D/g, '');
    if (phone !== '' && !isNumber(digits)) {
      this.form.controls.phone.setErrors({ phone: true });
      this.form.controls.phone.markAsTouched();
      return;
    }
    this.list.filterBy(filterWords({ ...filter, phone: digits }));
    // The same filter asks for what is new.
    this.list.reload();
  }

  protected clear(): void {
    this.form.reset();
    this.apply();
  }

  protected show(record: CallRecordView): void {
    this.dialog.open(CallRecordDialog, { data: record, width: '40rem' });
  }

  protected durationOf({ dialledAt, endedAt }: CallRecordView): string {
    return dialledAt === null ? '' : this.formats.duration(Date.parse(endedAt) - Date.parse(dialledAt));
  }
}
