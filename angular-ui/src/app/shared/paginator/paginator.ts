import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { MatIconButton } from '@angular/material/button';
import { mdiChevronLeft, mdiChevronRight, mdiPageFirst } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { NumberPipe } from '../../core/i18n/format.pipes';
import { Icon } from '../icon/icon';
import type { ListSource } from '../list/list-source';

/** Which rows of the list are shown, and the way to the others. */
@Component({
  selector: 'app-paginator',
  imports: [Icon, MatIconButton, NumberPipe, TranslatePipe],
  templateUrl: './paginator.html',
  styleUrl: './paginator.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Paginator {
  readonly list = input.required<ListSource<object>>();

  protected readonly icons = { first: mdiPageFirst, previous: mdiChevronLeft, next: mdiChevronRight };
  protected readonly last = computed(() => this.list().first() + this.list().rows().length - 1);
  protected readonly sizes = computed(() =>
    [...new Set([10, 25, 50, 100, this.list().pageSize()])].sort((a, b) => a - b),
  );

  protected resize(event: Event): void {
    this.list().setPageSize(Number((event.target as HTMLSelectElement).value));
  }
}
