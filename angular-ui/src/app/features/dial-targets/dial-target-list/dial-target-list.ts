import { ChangeDetectionStrategy, Component } from '@angular/core';
import { InstanceList } from '../../../shared/instances/instance-list/instance-list';
import { dialTargetKind } from '../dial-target-kind';

/** The dial targets: who takes over answered calls. */
@Component({
  selector: 'app-dial-target-list',
  imports: [InstanceList],
  template: '<app-instance-list [kind]="kind" />',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DialTargetList {
  protected readonly kind = dialTargetKind();
}
