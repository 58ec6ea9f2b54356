import { ManualClock } from '@marcador/platform/manual-clock.js';
import { Subject } from 'rxjs';
import { campaign, settled } from '../../../test/support/engine.js';
import { LeadPool } from './lead-pool.js';
import { LiveProgress, type CampaignProgress } from './live-progress.js';
import { RunningCampaign } from './running-campaign.js';

function watched() {
  const clock = new ManualClock('2026-11-23T08:00:00Z');
  const changes = new Subject<string>();
  const counts = { asked: 0, atOnce: 0, mostAtOnce: 0, takesMs: 0, failure: undefined as Error | undefined };
  const campaigns = new Map<string, RunningCampaign>();
  const progress = new LiveProgress(
    {
      changes,
      get: (id) => (campaigns.get(id)?.started === true ? campaigns.get(id) : undefined),
      stoppingCampaign: (id) => (campaigns.get(id)?.started === false ? campaigns.get(id) : undefined),
      queueOf: () => QUEUE,
      outagesOf: () => [],
      hindrancesOf: () => [],
    },
    { whileStopped: () => Promise.resolve({ hindrances: [{ kind: 'stopped' }], oldLists: [] }) },
    { tooOld: () => [] },
    {
      countByStatus: async () => {
        counts.asked++;
        counts.mostAtOnce = Math.max(counts.mostAtOnce, ++counts.atOnce);
        if (counts.takesMs > 0) await new Promise<void>((resolve) => clock.setTimer(counts.takesMs, resolve));
        counts.atOnce--;
        return counts.failure === undefined ? Promise.resolve({ BUSY: 2 }) : Promise.reject(counts.failure);
      },
    },
    { unfinished: () => Promise.resolve(2) },
    { of: () => Promise.resolve({ minutes: [], last: [] }) },
    clock,
  );
  const running = (id: string) => {
    const started = new RunningCampaign(campaign(id), [], new LeadPool());
    campaigns.set(id, started);
    return started;
  };
  return { clock, changes, counts, running, progress };
}

const QUEUE = { free: 0, unpromised: 0, inFlight: 0, loggedOn: 0, busy: undefined, unreachable: undefined };

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

  it('is counted again only when there are outcomes, and never for two campaigns at the same time', async () => {
    const { clock, counts, running, changes, progress } = watched();
    const a = running('a');
    running('b');
    counts.takesMs = 100;
    const seen: CampaignProgress[] = [];
    progress.changes('a').subscribe((report) => seen.push(report));
    progress.changes('b').subscribe();
    await clock.advance(1000);
    expect([counts.asked, counts.mostAtOnce]).toEqual([2, 1]);
    changes.next('a');
    await clock.advance(1000);
    expect([counts.asked, seen.length]).toEqual([2, 2]);
    a.outcomes++;
    changes.next('a');
    await clock.advance(100);
    expect(counts.asked).toBe(3);
    a.outcomes++;
    changes.next('a');
    await clock.advance(899);
    expect(counts.asked).toBe(3);
    await clock.advance(1000);
    expect(counts.asked).toBe(4);
  });

  it('of a stopped campaign shows its last calls, and their outcomes', async () => {
    const { clock, counts, running, changes, progress } = watched();
    const a = running('a');
    a.calls.add({ stage: 'transferring', abort: () => {} });
    a.started = false;
    const seen: CampaignProgress[] = [];
    progress.changes('a').subscribe((report) => seen.push(report));
    await settled();
    expect(seen[0]).toMatchObject({ started: false, calls: { transferring: 1 } });
    a.outcomes++;
    a.calls.clear();
    changes.next('a');
    await clock.advance(1000);
    expect(seen.at(-1)).toMatchObject({ started: false, calls: { transferring: 0 } });
    expect(counts.asked).toBe(2);
  });

  it('follows what people change of a stopped campaign', async () => {
    const { clock, counts, progress } = watched();
    const seen: CampaignProgress[] = [];
    progress.changes('a').subscribe((report) => seen.push(report));
    await clock.advance(1000);
    progress.changedByHand('b');
    await clock.advance(1000);
    expect([counts.asked, seen.length]).toEqual([1, 1]);
    progress.changedByHand('a');
    await clock.advance(1000);
    expect(counts.asked).toBe(2);
    progress.changedByHand();
    await clock.advance(1000);
    expect(counts.asked).toBe(3);
  });

  it('tells agents and calls of the moment while its leads are being counted', async () => {
    const { clock, counts, running, changes, progress } = watched();
    const a = running('a');
    const seen: CampaignProgress[] = [];
    progress.changes('a').subscribe((report) => seen.push(report));
    await clock.advance(1000);
    counts.takesMs = 60_000;
    a.outcomes++;
    a.calls.add({ stage: 'ringing', abort: () => {} });
    changes.next('a');
    await settled();
    expect(seen.at(-1)).toMatchObject({ calls: { ringing: 1 } });
  });

  it('is reported twice a second at most also while its leads may not be counted again yet, and leaves no timer', async () => {
    const { clock, counts, running, changes, progress } = watched();
    const a = running('a');
    counts.takesMs = 1000;
    const seen: CampaignProgress[] = [];
    const watching = progress.changes('a').subscribe((report) => seen.push(report));
    await clock.advance(2000);
    a.outcomes++;
    changes.next('a');
    await clock.advance(900);
    const before = seen.length;
    for (let change = 0; change < 10; change++) {
      changes.next('a');
      await clock.advance(50);
    }
    expect(seen.length - before).toBeLessThanOrEqual(1);
    watching.unsubscribe();
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
