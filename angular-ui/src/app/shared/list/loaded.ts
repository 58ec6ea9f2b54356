import { signal, type Signal } from '@angular/core';
import type { Observable } from 'rxjs';
import { fetching } from './fetching';

/** Something that is fetched whole. */
export interface Loaded<T> {
  readonly value: Signal<T | undefined>;
  readonly isLoading: Signal<boolean>;
  readonly problem: Signal<unknown>;
  reload(): void;
}

/**
 * Fetches on the first {@link Loaded.reload}, or at once with `eager`, and whenever something else is `wanted`. Call in an
 * injection context.
 */
export function loaded<T>(
  fetch: () => Observable<T>,
  options: { readonly eager?: boolean; readonly wanted?: () => unknown } = {},
): Loaded<T> {
  const value = signal<T | undefined>(undefined);
  const { isLoading, problem, reload } = fetching(fetch, (answer) => value.set(answer), options);
  return { value: value.asReadonly(), isLoading, problem, reload };
}
