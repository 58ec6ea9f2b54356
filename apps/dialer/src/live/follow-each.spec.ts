import { Observable, Subject } from 'rxjs';
import { followEach } from './follow-each.js';

describe('following each of the ids there are', () => {
  let sets: Subject<ReadonlySet<string>>;
  let told: string[];
  let open: Map<string, Subject<string>>;
  let opened: string[];
  const follow = (id: string) =>
    new Observable<string>((listener) => {
      const source = new Subject<string>();
      opened.push(id);
      open.set(id, source);
      const subscription = source.subscribe(listener);
      return () => {
        subscription.unsubscribe();
        open.delete(id);
      };
    });
  const begin = () => followEach(sets, follow).subscribe((value) => told.push(value));

  beforeEach(() => {
    sets = new Subject();
    told = [];
    open = new Map();
    opened = [];
  });

  it('begins with those that are new, goes on with those that stay, and ends with those that are gone', () => {
    begin();
    sets.next(new Set(['a', 'b']));
    sets.next(new Set(['b', 'c']));
    expect([...open.keys()]).toEqual(['b', 'c']);
    expect(opened).toEqual(['a', 'b', 'c']);
    open.get('b')?.next('b1');
    open.get('c')?.next('c1');
    expect(told).toEqual(['b1', 'c1']);
  });

  it('follows what failed again with the next set', () => {
    begin();
    sets.next(new Set(['a', 'b']));
    open.get('a')?.error(new Error('It is gone.'));
    expect([...open.keys()]).toEqual(['b']);
    sets.next(new Set(['a', 'b']));
    expect([...open.keys()].sort()).toEqual(['a', 'b']);
    open.get('a')?.next('a1');
    expect(told).toEqual(['a1']);
  });

  it('follows nothing any more when nobody listens, and when the sets fail', () => {
    const listener = begin();
    sets.next(new Set(['a']));
    listener.unsubscribe();
    expect(open.size).toBe(0);
    const failed: unknown[] = [];
    followEach(sets, follow).subscribe({ error: (error: unknown) => failed.push(error) });
    sets.next(new Set(['b']));
    sets.error(new Error('No database.'));
    expect([open.size, failed.length]).toEqual([0, 1]);
  });
});
