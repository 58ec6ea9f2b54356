import { NgTemplateOutlet } from '@angular/common';
import { ChangeDetectionStrategy, Component, computed, contentChildren, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatProgressBar } from '@angular/material/progress-bar';
import { mdiAlertCircleOutline, mdiArrowDown, mdiArrowUp, mdiMagnifyClose } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { Problem } from '../../core/api/problem';
import { ProblemText } from '../../core/feedback/problem-text';
import { Empty } from '../empty/empty';
import { Icon } from '../icon/icon';
import type { ListSource } from '../list/list-source';
import { Paginator } from '../paginator/paginator';
import { Cell } from './cell.directive';
import type { Column } from './column';

/**
 * A list as a table, on a narrow screen as cards. Loading, empty, not found and failed each look like what they are.
 * The content that is not a cell stands where the list is empty.
 */
@Component({
  selector: 'app-data-table',
  imports: [Empty, Icon, MatButton, MatProgressBar, NgTemplateOutlet, Paginator, TranslatePipe],
  templateUrl: './data-table.html',
  styleUrl: './data-table.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class DataTable<T extends object> {
  private readonly texts = inject(ProblemText);

  readonly list = input.required<ListSource<T>>();
  readonly columns = input.required<readonly Column[]>();
  /** What the table lists, for who listens; the text, not its key. */
  readonly caption = input.required<string>();
  /** Tells rows apart. */
  readonly idOf = input.required<(row: T) => string>();
  private readonly cells = contentChildren<Cell<T>>(Cell);

  protected readonly icons = {
    up: mdiArrowUp,
    down: mdiArrowDown,
    failed: mdiAlertCircleOutline,
    notFound: mdiMagnifyClose,
  };
  protected readonly skeleton = [1, 2, 3, 4, 5];
  protected readonly templates = computed(() => {
    const byKey = new Map(this.cells().map((cell) => [cell.appCell(), cell.template]));
    return this.columns().map((column) => ({ ...column, template: byKey.get(column.key) ?? null }));
  });

  /** Rows that were fetched before stay while a later fetch fails: the connection has its own banner. */
  protected readonly failure = computed(() => {
    const problem = this.list().problem();
    if (problem === undefined || (problem instanceof Problem && problem.isOffline && this.list().isLoaded()))
      return undefined;
    return this.texts.of(problem);
  });

  protected sorted(key: string): 'ascending' | 'descending' | null {
    const sort = this.list().sort();
    if (sort?.key !== key) return null;
    return sort.descending ? 'descending' : 'ascending';
  }
}
