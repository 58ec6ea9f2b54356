import fc from 'fast-check';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import { EventFeed, type FeedPage } from './event-feed.js';
import { FeedFaults } from './feed-faults.js';

const never = new AbortController().signal;

function feed() {
  const clock = new ManualClock('2026-11-22T08:00:00Z');
  const faults = new FeedFaults();
  return { clock, faults, feed: new EventFeed<{ what: string }>(clock, faults) };
}

const seqs = (page: FeedPage<object> | undefined) => page?.events.map((event) => event.seq);

it('gives a reader all events after the one it names, in order, none skipped', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(30), fc.nat(30), async (made, after) => {
      const { feed: subject } = feed();
      for (let i = 0; i < made; i++) subject.append({ what: `${i}` });
      const page = await subject.read(Math.min(after, made), 0, never);
      expect(page?.lastSeq).toBe(made);
      expect(seqs(page)).toEqual(
        Array.from({ length: made }, (_, index) => index + 1).filter((seq) => seq > after),
      );
    }),
  );
});

it('holds a reader without news until there is some', async () => {
  const { feed: subject, clock } = feed();
  const reading = subject.read(0, 10_000, never);
  await clock.advance(9_999);
  subject.append({ what: 'a' });
  expect(await reading).toEqual({ events: [{ seq: 1, what: 'a' }], lastSeq: 1 });
  expect(clock.timers).toBe(0);
});

it('answers without events when the time is over, and with nothing when the feed ends or the reader leaves', async () => {
  const { feed: subject, clock } = feed();
  const late = subject.read(0, 100, never);
  await clock.advance(100);
  expect(await late).toEqual({ events: [], lastSeq: 0 });
  const ended = subject.read(0, 100, never);
  subject.end();
  expect(await ended).toBeUndefined();
  const gone = new AbortController();
  const left = subject.read(0, 100, gone.signal);
  gone.abort();
  expect(await left).toBeUndefined();
  expect(clock.timers).toBe(0);
});

it('answers at once to a reader who is ahead of it', async () => {
  const { feed: subject } = feed();
  expect(await subject.read(7, 10_000, never)).toEqual({ events: [], lastSeq: 0 });
});

it('counts a lost event, and neither delivers it nor wakes anybody', async () => {
  const { feed: subject, faults, clock } = feed();
  faults.arm('lost', 1);
  const reading = subject.read(0, 100, never);
  subject.append({ what: 'lost' });
  await clock.advance(100);
  expect(await reading).toEqual({ events: [], lastSeq: 1 });
  subject.append({ what: 'b' });
  expect(seqs(await subject.read(0, 0, never))).toEqual([2]);
});

it('delivers a duplicated event twice', async () => {
  const { feed: subject, faults } = feed();
  faults.arm('duplicated', 1);
  subject.append({ what: 'a' });
  subject.append({ what: 'b' });
  expect(seqs(await subject.read(0, 0, never))).toEqual([1, 1, 2]);
});

it('delivers a reordered event after the next one, even to a reader who has had that one', async () => {
  const { feed: subject, faults } = feed();
  faults.arm('reordered', 1);
  const reading = subject.read(0, 1000, never);
  subject.append({ what: 'a' });
  subject.append({ what: 'b' });
  expect(seqs(await reading)).toEqual([2, 1]);
});
