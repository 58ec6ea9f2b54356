import { ChangeDetectionStrategy, Component } from '@angular/core';
import { InstanceList } from '../../../shared/instances/instance-list/instance-list';
import { dncServiceKind } from '../dnc-service-kind';

/** The do-not-call services: the embedded one and those that are asked over the network. */
@Component({
  selector: 'app-dnc-service-list',
  imports: [InstanceList],
  template: '<app-instance-list [kind]="kind" />',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DncServiceList {
  protected readonly kind = dncServiceKind();
}
