import { ChangeDetectionStrategy, Component } from '@angular/core';

@Component({
  selector: 'app-campaign-list',
  imports: [],
  template: '',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CampaignList {}
