import { ManualClock } from '@marcador/platform/manual-clock.js';
import { Subject } from 'rxjs';
import { settled } from '../../../test/support/engine.js';
import { LiveProgress, type CampaignProgress } from './live-progress.js';

function watched() {
  const clock = new ManualClock('2026-11-23T08:00:00Z');
  const changes = new Subject<string>();
  const counts = { asked: 0, failure: undefined as Error | undefined };
  const progress = new LiveProgress(
    {
      changes,
      get: () => undefined,
      queueOf: () => {
        throw new Error('A stopped campaign has no queue.');
      },
      outageOf: () => undefined,
      hindrancesOf: () => [],
    },
    { hindrancesWhileStopped: () => Promise.resolve([{ kind: 'stopped' }]) },
    {
      countByStatus: () => {
        counts.asked++;
        return counts.failure === undefined ? Promise.resolve({ BUSY: 2 }) : Promise.reject(counts.failure);
      },
    },
    { unfinished: () => Promise.resolve(2) },
    { of: () => Promise.resolve({ minutes: [], last: [] }) },
    clock,
  );
  return { clock, changes, counts, progress };
}

describe('the live progress', () => {
  it('is reported at once, then after changes, twice a second at most', async () => {
    const { clock, changes, progress } = watched();
    const seen: CampaignProgress[] = [];
    progress.changes('a').subscribe((report) => seen.push(report));
    await settled();
    expect(seen).toHaveLength(1);
    expect(seen[0]?.leads).toMatchObject({ BUSY: 2, NOT_CALLED: 0 });
    expect(seen[0]?.hindrances).toEqual([{ kind: 'stopped' }]);
    changes.next('a');
    changes.next('a');
    changes.next('b');
    await clock.advance(499);
    expect(seen).toHaveLength(1);
    await clock.advance(1);
    expect(seen).toHaveLength(2);
    await clock.advance(10_000);
    expect(seen).toHaveLength(2);
  });

  it('is counted once for all who watch, and not at all when nobody does', async () => {
    const { clock, changes, counts, progress } = watched();
    const first = progress.changes('a').subscribe();
    await settled();
    const late: CampaignProgress[] = [];
    const second = progress.changes('a').subscribe((report) => late.push(report));
    expect(late).toHaveLength(1);
    expect(counts.asked).toBe(1);
    first.unsubscribe();
    second.unsubscribe();
    changes.next('a');
    await clock.advance(10_000);
    expect(counts.asked).toBe(1);
    expect(clock.timers).toBe(0);
  });

  it('ends with an error when the leads cannot be counted, and can be watched again', async () => {
    const { counts, progress } = watched();
    counts.failure = new Error('connection refused');
    const errors: unknown[] = [];
    progress.changes('a').subscribe({ error: (error) => errors.push(error) });
    await settled();
    expect(errors).toEqual([counts.failure]);
    counts.failure = undefined;
    const seen: CampaignProgress[] = [];
    progress.changes('a').subscribe((report) => seen.push(report));
    await settled();
    expect(seen).toHaveLength(1);
  });
});
