import { Directive, inject, input, TemplateRef } from '@angular/core';
import type { ListSource } from '../list/list-source';

export interface CellContext<T> {
  readonly $implicit: T;
}

/** How a column of a table is drawn: `<ng-template appCell="name" [appCellOf]="list" let-row>`. */
@Directive({ selector: 'ng-template[appCell]' })
export class Cell<T> {
  readonly appCell = input.required<string>();
  /** The list of the table: tells the type of the rows. */
  readonly appCellOf = input.required<ListSource<T>>();
  readonly template = inject<TemplateRef<CellContext<T>>>(TemplateRef);

  static ngTemplateContextGuard<T>(_: Cell<T>, _context: unknown): _context is CellContext<T> {
    return true;
  }
}
