import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { Icon } from '../icon/icon';

/** Stands where there is nothing: says so, and what to do about it. */
@Component({
  selector: 'app-empty',
  imports: [Icon],
  template: '<app-icon [path]="icon()" /><p>{{ text() }}</p><ng-content />',
  styleUrl: './empty.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Empty {
  readonly icon = input.required<string>();
  readonly text = input.required<string>();
}
