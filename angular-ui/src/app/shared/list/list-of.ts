import { effect, untracked, type Signal } from '@angular/core';
import { of } from 'rxjs';
import type { ListSource } from './list-source';
import { wholeList, type WholeListOptions } from './whole-list';

/** A list of what is here already, drawn anew when it changes. Call in an injection context. */
export function listOf<T>(rows: Signal<readonly T[]>, options: WholeListOptions<T>): ListSource<T> {
  const list = wholeList(() => of(untracked(rows)), options);
  effect(() => {
    rows();
    untracked(() => list.reload());
  });
  return list;
}
