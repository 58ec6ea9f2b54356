import { ChangeDetectionStrategy, Component, input } from '@angular/core';
import type { ListSource } from '../list/list-source';
import { Search } from '../search/search';

/** The heading of a page with a list, and the search in it. The content is what can be done beside that, such as adding a row. */
@Component({
  selector: 'app-list-head',
  imports: [Search],
  templateUrl: './list-head.html',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class ListHead {
  /** The texts, not their keys. */
  readonly heading = input.required<string>();
  readonly searchLabel = input.required<string>();
  readonly list = input.required<Pick<ListSource<object>, 'search' | 'searchFor'>>();
}
