import { computed, DestroyRef, effect, inject, signal, untracked } from '@angular/core';
import { Subject, catchError, EMPTY, switchMap, tap, type Observable } from 'rxjs';
import { Connection } from '../../core/connection/connection';

/**
 * Fetches something at first (`eager`), whenever something else is `wanted`, and again and again: a new fetch gives up
 * the one under way, and a connection that came back fetches anew. Call in an injection context.
 */
export function fetching<T>(
  fetch: () => Observable<T>,
  onAnswer: (answer: T) => void,
  {
    eager = true,
    wanted: wantedOf = () => undefined,
  }: { readonly eager?: boolean; readonly wanted?: () => unknown } = {},
) {
  const connection = inject(Connection);
  const isLoading = signal(false);
  const isLoaded = signal(false);
  const problem = signal<unknown>(undefined);
  const what = computed(() => JSON.stringify(wantedOf()));
  const asked = signal(0);
  const due = new Subject<void>();
  const subscription = due
    .pipe(
      tap(() => isLoading.set(true)),
      switchMap(() =>
        fetch().pipe(
          catchError((error: unknown) => {
            problem.set(error);
            isLoading.set(false);
            return EMPTY;
          }),
        ),
      ),
    )
    .subscribe((answer) => {
      problem.set(undefined);
      isLoading.set(false);
      isLoaded.set(true);
      onAnswer(answer);
    });
  inject(DestroyRef).onDestroy(() => subscription.unsubscribe());
  // The first time once the inputs of a component are there.
  effect(() => {
    what();
    const isAsked = asked() + connection.restorations() > 0;
    if (eager || isAsked) untracked(() => due.next());
  });
  return {
    isLoading: isLoading.asReadonly(),
    isLoaded: isLoaded.asReadonly(),
    problem: problem.asReadonly(),
    reload: () => asked.update((times) => times + 1),
  };
}
