import { ManualClock } from '@marcador/platform/manual-clock.js';
import { FRAME_SAMPLES } from '../rtp/audio-codec.js';
import { AfterVerdict } from './after-verdict.js';
import type { MessageResult } from './message.js';

const KEPT_MS = 3000;
const TASK = { samples: new Int16Array(FRAME_SAMPLES), greetingLimitMs: 60_000 };

let clock: ManualClock;
/** What the analysis was given, by the first sample of each frame. */
let heard: number[];
let isListening: boolean;
let after: AfterVerdict;

beforeEach(() => {
  clock = new ManualClock('2026-11-23T23:59:59Z');
  heard = [];
  isListening = true;
  const stream = { play: () => undefined, stop: () => undefined, held: false };
  const analysis = {
    push: () => undefined,
    finish: () => undefined,
    pushGreeting: (frame: Int16Array) => void heard.push(frame[0] as number),
  };
  after = new AfterVerdict(stream, analysis, () => (isListening = false), clock);
});

/** The stream gives all frames in the same memory. */
const shared = new Int16Array(FRAME_SAMPLES);
function hear(...frames: number[]): void {
  for (const frame of frames) after.hear(shared.fill(frame));
}

it('has kept what was said until the message is asked for, in its order', async () => {
  hear(1, 2);
  await clock.advance(KEPT_MS - 1);
  hear(3);
  void after.leaveMessage(TASK);
  expect(heard).toEqual([1, 2, 3]);
  hear(4);
  expect(heard).toEqual([1, 2, 3, 4]);
  await clock.advance(KEPT_MS);
  expect(isListening).toBe(true);
});

it('listens no longer than that where no message is asked for', async () => {
  hear(1);
  await clock.advance(KEPT_MS);
  expect(isListening).toBe(false);
  expect(await after.leaveMessage(TASK)).toMatchObject({ kind: 'failed' });
  expect(heard).toEqual([]);
});

it('leaves one message', async () => {
  void after.leaveMessage(TASK);
  expect(await after.leaveMessage(TASK)).toMatchObject({ kind: 'failed' });
  expect(isListening).toBe(true);
});

it('ends a message that was asked for with the call', async () => {
  let result: MessageResult | undefined;
  void after.leaveMessage(TASK).then((came) => (result = came));
  after.abort();
  await clock.advance(0);
  expect(result).toEqual({ kind: 'ended-in-greeting' });
  expect({ isListening, timers: clock.timers }).toEqual({ isListening: false, timers: 0 });
});

it('does not wait for a message when the call ended before', async () => {
  after.abort();
  expect({ isListening, timers: clock.timers }).toEqual({ isListening: false, timers: 0 });
  expect(await after.leaveMessage(TASK)).toMatchObject({ kind: 'failed' });
});
