import { Observable, Subscription } from 'rxjs';

/**
 * What is told of each of the ids there are at the time: of an id that is new from then on, of one that is gone no more.
 * What ends or fails is followed again with the next set. Fails with the sets.
 */
export function followEach<T>(
  sets: Observable<ReadonlySet<string>>,
  follow: (id: string) => Observable<T>,
): Observable<T> {
  return new Observable((listener) => {
    const followed = new Map<string, Subscription>();
    const begin = (id: string) => {
      const subscription = new Subscription();
      followed.set(id, subscription);
      const over = () => subscription.unsubscribe();
      subscription.add(
        follow(id).subscribe({ next: (value) => listener.next(value), error: over, complete: over }),
      );
    };
    const outer = sets.subscribe({
      next: (ids) => {
        for (const [id, subscription] of followed) {
          if (ids.has(id)) continue;
          subscription.unsubscribe();
          followed.delete(id);
        }
        for (const id of ids) if (followed.get(id)?.closed ?? true) begin(id);
      },
      error: (error: unknown) => listener.error(error),
      complete: () => listener.complete(),
    });
    return () => {
      outer.unsubscribe();
      for (const subscription of followed.values()) subscription.unsubscribe();
    };
  });
}
