import { EventLog } from './event-log.js';

it('numbers its events from 1 and gives those after any number', () => {
  const log = new EventLog(() => 42.5);
  expect(log.after(0)).toEqual([]);
  for (const callId of ['a', 'b', 'c']) log.append({ type: 'answered', callId });
  expect(log.after(1)).toEqual([
    { seq: 2, at: 42.5, type: 'answered', callId: 'b' },
    { seq: 3, at: 42.5, type: 'answered', callId: 'c' },
  ]);
  expect(log.after(3)).toEqual([]);
  expect(log.after(99)).toEqual([]);
});

it('says so when it no longer has them all', () => {
  const log = new EventLog(() => 0);
  for (let i = 0; i < 1_000_000; i++) log.append({ type: 'answered', callId: '' });
  expect(log.after(0)).toBeUndefined();
  expect(log.after(500_000)).toHaveLength(500_000);
});

it('tells whoever listens, in order, until they stop', () => {
  const log = new EventLog(() => 0);
  const heard: number[] = [];
  const stop = log.subscribe((event) => heard.push(event.seq));
  log.append({ type: 'answered', callId: 'a' });
  stop();
  log.append({ type: 'answered', callId: 'b' });
  expect(heard).toEqual([1]);
});
