import { ChangeDetectionStrategy, Component } from '@angular/core';
import { InstanceList } from '../../../shared/instances/instance-list/instance-list';
import { detectorKind } from '../detector-kind';

/** The answering machine detectors: those that are there from the start, and those with tests and times of their own. */
@Component({
  selector: 'app-detector-list',
  imports: [InstanceList],
  template: '<app-instance-list [kind]="kind" />',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DetectorList {
  protected readonly kind = detectorKind();
}
