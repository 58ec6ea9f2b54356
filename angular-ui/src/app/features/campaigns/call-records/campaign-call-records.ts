import { ChangeDetectionStrategy, Component, inject } from '@angular/core';
import { OpenCampaign } from '../open-campaign';
import { CallRecordList } from './call-record-list';

/** The call records of the campaign that is open. */
@Component({
  selector: 'app-campaign-call-records',
  imports: [CallRecordList],
  template: '<app-call-record-list [campaignId]="open.id()" />',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CampaignCallRecords {
  protected readonly open = inject(OpenCampaign);
}
