import { message, MessageError } from '@marcador/messages/message.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { DialTarget, QueueObserver, QueueSnapshot } from '@marcador/plugin-api';
import { CallGate } from './call-gate.js';
import { GuardedTarget, type QueueListener } from './guarded-target.js';
import type { Reason } from './reason.js';

const never = new AbortController().signal;

/** A target whose reports the test makes. */
class FakeTarget implements DialTarget {
  readonly watched: { queueId: string; observer: QueueObserver; signal: AbortSignal }[] = [];
  agents: NonNullable<DialTarget['agents']> = () => Promise.resolve([{ id: 'a1', state: 'free' }]);
  queues: DialTarget['queues'] = () => Promise.resolve([{ id: 'q1', name: 'Sales', pilotNumber: '5000' }]);

  watch(queueId: string, observer: QueueObserver, signal: AbortSignal): void {
    this.watched.push({ queueId, observer, signal });
  }

  get last() {
    const last = this.watched.at(-1);
    if (last === undefined) throw new Error('Nobody watches.');
    return last;
  }
}

function recorder() {
  const reports: (QueueSnapshot | string)[] = [];
  const observer: QueueListener = {
    update: (snapshot) => reports.push(snapshot),
    unreachable: ({ reason }) => reports.push(reason),
  };
  return { reports, observer };
}

const one: QueueSnapshot = { free: ['a1'], loggedOn: 1 };

describe('the guard of a dial target', () => {
  let clock: ManualClock;
  let gate: CallGate;
  let guard: GuardedTarget;
  let target: FakeTarget;

  beforeEach(() => {
    clock = new ManualClock('2026-01-01T00:00:00Z');
    gate = new CallGate(clock);
    guard = new GuardedTarget(clock, { reason: 'It is not configured.' });
    target = new FakeTarget();
    guard.serve(target, gate);
  });

  it('passes reports on', () => {
    const { reports, observer } = recorder();
    guard.watch('q1', observer, never);
    target.last.observer.update(one);
    target.last.observer.unreachable('The line is down.');
    expect(reports).toEqual([one, 'The line is down.']);
  });

  it('passes a message of the service on, for translation, and the words of any other error', () => {
    const reasons: Reason[] = [];
    guard.watch('q1', { update: () => {}, unreachable: (reason) => reasons.push(reason) }, never);
    target.last.observer.unreachable(new MessageError(message('events-lost', { host: 'cc' })));
    target.last.observer.unreachable(new Error('The line is down.'));
    expect(reasons).toEqual([
      expect.objectContaining({ code: 'events-lost', params: { host: 'cc' } }),
      { reason: 'The line is down.' },
    ]);
  });

  it('drops what is reported after the watch has ended, and ends it at the target', () => {
    const { reports, observer } = recorder();
    const abort = new AbortController();
    guard.watch('q1', observer, abort.signal);
    abort.abort();
    target.last.observer.update(one);
    target.last.observer.unreachable('too late');
    expect(reports).toEqual([]);
    expect(target.last.signal.aborted).toBe(true);
  });

  it('does not begin a watch that has ended already', () => {
    guard.watch('q1', recorder().observer, AbortSignal.abort());
    expect(target.watched).toEqual([]);
  });

  it('takes a snapshot that throws when it is read for unreachable, and the target does not notice', () => {
    const { reports, observer } = recorder();
    guard.watch('q1', observer, never);
    const trap = Object.defineProperty({ loggedOn: 1 }, 'free', {
      get() {
        throw new Error('trap');
      },
    }) as QueueSnapshot;
    expect(() => target.last.observer.update(trap)).not.toThrow();
    expect(reports).toEqual([expect.stringContaining('not the state of a queue')]);
  });

  it('of a flood of reports passes the last one on', async () => {
    const { reports, observer } = recorder();
    guard.watch('q1', observer, never);
    for (let report = 0; report < 10_000; report++)
      target.last.observer.update({ free: [], loggedOn: report });
    target.last.observer.unreachable('The line is down.');
    await clock.advance(1000);
    expect(reports.length).toBeLessThan(200);
    expect(reports.at(-1)).toBe('The line is down.');
  });

  it('takes a watch that throws for unreachable', () => {
    target.watch = () => {
      throw new Error('broken');
    };
    const { reports, observer } = recorder();
    guard.watch('q1', observer, never);
    expect(reports).toEqual(['broken']);
  });

  it.each([
    undefined,
    null,
    {},
    { free: 'a1', loggedOn: 1 },
    { free: [1], loggedOn: 1 },
    { free: [], loggedOn: -1 },
    { free: [], loggedOn: 1, busy: { talking: 1 } },
  ])('takes the garbage snapshot %j for unreachable', (garbage) => {
    const { reports, observer } = recorder();
    guard.watch('q1', observer, never);
    target.last.observer.update(garbage as QueueSnapshot);
    expect(reports).toEqual([expect.stringContaining('not the state of a queue')]);
  });

  it('is unreachable, with the reason, while nothing serves', () => {
    guard.suspend({ reason: 'Its configuration is wrong.' });
    const { reports, observer } = recorder();
    guard.watch('q1', observer, never);
    expect(reports).toEqual(['Its configuration is wrong.']);
  });

  it('goes on watching at the new instance when it is configured anew', () => {
    const { reports, observer } = recorder();
    guard.watch('q1', observer, never);
    const former = target.last;
    former.observer.update(one);

    const next = new FakeTarget();
    guard.serve(next, gate);
    former.observer.update({ free: [], loggedOn: 0 });
    next.last.observer.update({ free: ['a2'], loggedOn: 2 });

    expect(former.signal.aborted).toBe(true);
    expect(next.last.queueId).toBe('q1');
    expect(reports).toEqual([one, expect.stringContaining('configured anew'), { free: ['a2'], loggedOn: 2 }]);
  });

  it('passes the queues on', async () => {
    await expect(guard.queues(never)).resolves.toEqual([{ id: 'q1', name: 'Sales', pilotNumber: '5000' }]);
  });

  it.each([undefined, {}, [{ id: '' }], [{ id: 'q1' }], [{ id: 'q1', name: 'Sales', pilotNumber: 5 }]])(
    'rejects when the target answers %j for its queues',
    async (garbage) => {
      target.queues = () => Promise.resolve(garbage as never);
      await expect(guard.queues(never)).rejects.toThrow('not a list of queues');
    },
  );

  it('rejects at the deadline, and when the caller gives up, aborting the work', async () => {
    const signals: AbortSignal[] = [];
    target.queues = (signal) => {
      signals.push(signal);
      return new Promise(() => {});
    };
    const late = expect(guard.queues(never)).rejects.toThrow('No answer within 10000 ms.');
    await clock.advance(10_000);
    await late;

    const abort = new AbortController();
    const aborted = expect(guard.queues(abort.signal)).rejects.toThrow('Nobody waits any more.');
    abort.abort(new Error('Nobody waits any more.'));
    await aborted;
    expect(signals.map((signal) => signal.aborted)).toEqual([true, true]);
    expect(clock.timers).toBe(0);
  });

  it('rejects with the reason while nothing serves', async () => {
    guard.suspend({ reason: 'It was removed.' });
    await expect(guard.queues(never)).rejects.toThrow('It was removed.');
  });

  describe('asked for the agents of a queue', () => {
    it('passes them on', async () => {
      await expect(guard.agentsOf('q1', never)).resolves.toEqual([{ id: 'a1', state: 'free' }]);
    });

    it('knows of none where the target cannot tell', async () => {
      guard.serve({ queues: () => Promise.resolve([]), watch: () => undefined }, gate);
      await expect(guard.agentsOf('q1', never)).resolves.toBeUndefined();
    });

    it.each([undefined, {}, [{ id: 'a1' }], [{ id: '', state: 'free' }], [{ id: 'a1', state: 'asleep' }]])(
      'rejects when the target answers %j',
      async (garbage) => {
        target.agents = () => Promise.resolve(garbage as never);
        await expect(guard.agentsOf('q1', never)).rejects.toThrow('not a list of agents');
      },
    );

    it('rejects when the target throws, at the deadline, and with the reason while nothing serves', async () => {
      target.agents = () => {
        throw new Error('It is closed.');
      };
      await expect(guard.agentsOf('q1', never)).rejects.toThrow('It is closed.');
      target.agents = () => new Promise(() => {});
      const late = expect(guard.agentsOf('q1', never)).rejects.toThrow('No answer within 10000 ms.');
      await clock.advance(10_000);
      await late;
      guard.suspend({ reason: 'It was removed.' });
      await expect(guard.agentsOf('q1', never)).rejects.toThrow('It was removed.');
    });
  });
});
