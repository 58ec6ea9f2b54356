import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import { TranslatePipe } from '@ngx-translate/core';
import type { InstanceView } from '../../../core/api/schema';
import { DecimalPipe, NumberPipe } from '../../../core/i18n/format.pipes';
import { Chip } from '../../chip/chip';
import { refreshed } from '../../list/refreshed';
import { Said } from '../../said/said';
import type { InstanceApi } from '../instance-kind';

const PERIOD_MS = 20_000;

/** How an instance fares, asked anew every now and then, with what is wrong. */
@Component({
  selector: 'app-instance-health',
  imports: [Chip, DecimalPipe, NumberPipe, Said, TranslatePipe],
  templateUrl: './instance-health.html',
  styleUrl: './instance-health.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InstanceHealth {
  readonly api = input.required<InstanceApi>();
  readonly instance = input.required<InstanceView>();

  protected readonly health = refreshed(() => this.api().health(this.instance().id), PERIOD_MS);
}
