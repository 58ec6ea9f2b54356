import { ChangeDetectionStrategy, Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { mdiChevronLeft } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { Icon } from '../../../shared/icon/icon';
import { CallRecordList } from './call-record-list';

/** The call records of all campaigns, also of those that are gone. */
@Component({
  selector: 'app-all-call-records',
  imports: [CallRecordList, Icon, RouterLink, TranslatePipe],
  templateUrl: './all-call-records.html',
  styleUrl: './all-call-records.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class AllCallRecords {
  protected readonly back = mdiChevronLeft;
}
