import { DestroyRef, inject } from '@angular/core';
import type { Observable } from 'rxjs';
import { loaded, type Loaded } from './loaded';

/**
 * Fetches something whole, and anew each period while somebody can see it, or when something else is `wanted`. Call in an
 * injection context.
 * @param periodMs from the end of one answer at the earliest: a slow service is not asked twice at the same time
 */
export function refreshed<T>(
  fetch: () => Observable<T>,
  periodMs: number,
  options: { readonly wanted?: () => unknown } = {},
): Loaded<T> {
  const source = loaded(fetch, options);
  let isDue = false;
  const refresh = () => {
    isDue = document.hidden || source.isLoading();
    if (!isDue) source.reload();
  };
  const timer = setInterval(refresh, periodMs);
  // What is shown again is old.
  const shown = () => isDue && !document.hidden && refresh();
  document.addEventListener('visibilitychange', shown);
  inject(DestroyRef).onDestroy(() => {
    clearInterval(timer);
    document.removeEventListener('visibilitychange', shown);
  });
  return source;
}
