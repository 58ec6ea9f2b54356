import { ManualClock } from '@marcador/platform/manual-clock.js';
import { FRAME_SAMPLES } from '../rtp/audio-codec.js';
import type { AudioSource } from '../rtp/audio-sender.js';
import { MOST_RESTARTS, type MessageResult } from './message.js';
import { MessageDelivery } from './message-delivery.js';

const GREETING_LIMIT_MS = 60_000;
const FRAMES = 10;
const TAIL_FRAMES = 25;
const message = Int16Array.from({ length: FRAMES * FRAME_SAMPLES - 64 }, (_, i) => 1000 + i);
const padded = [...message, ...new Array<number>(64 + TAIL_FRAMES * FRAME_SAMPLES).fill(0)];

let clock: ManualClock;
let sent: number[];
let source: { readonly next: AudioSource; readonly ended: (() => void) | undefined } | undefined;
let heard: Int16Array[];
/** What the analysis answers to the next frame. */
let answer: () => unknown;
let result: MessageResult | undefined;

const stream = {
  held: false,
  play: (next: AudioSource, ended?: () => void) => (source = { next, ended }),
  stop: () => (source = undefined),
};
const listening = {
  push: () => undefined,
  finish: () => undefined,
  pushGreeting: (frame: Int16Array) => {
    heard.push(frame.slice());
    const said = answer();
    answer = () => undefined;
    return said;
  },
};

beforeEach(() => {
  clock = new ManualClock('2026-11-23T23:59:59Z');
  stream.held = false;
  sent = [];
  heard = [];
  source = undefined;
  result = undefined;
  answer = () => undefined;
});

function deliver(analysis: ConstructorParameters<typeof MessageDelivery>[1] = listening): MessageDelivery {
  const task = { samples: message, greetingLimitMs: GREETING_LIMIT_MS };
  const delivery = new MessageDelivery(stream, analysis, task, clock);
  void delivery.result.then((settled) => (result = settled));
  return delivery;
}

/** Time passes: as many frames are heard, and sent where something plays. */
async function pass(delivery: MessageDelivery, frames: number): Promise<void> {
  for (let i = 0; i < frames; i++) {
    delivery.hear(new Int16Array(FRAME_SAMPLES).fill(i));
    const frame = new Int16Array(FRAME_SAMPLES);
    if (source?.next(frame) === true) sent.push(...frame);
    else source?.ended?.();
    await clock.advance(20);
  }
}

async function greetingEnds(delivery: MessageDelivery): Promise<void> {
  answer = () => ({ after: 'beep', atMs: 0 });
  await pass(delivery, 1);
}

it('sends nothing before the greeting has ended, then the whole message and a silence', async () => {
  const delivery = deliver();
  await pass(delivery, 100);
  expect(sent).toEqual([]);
  await greetingEnds(delivery);
  await pass(delivery, FRAMES + TAIL_FRAMES - 1);
  expect(result).toBeUndefined();
  await pass(delivery, 1);
  expect(sent).toEqual(padded);
  expect(result).toEqual({ kind: 'left', begunAfterMs: 2000, playedMs: message.length / 8 });
  expect(heard).toHaveLength(100 + 1 + FRAMES + TAIL_FRAMES);
});

it('begins anew when the greeting had not ended, but not for ever', async () => {
  const delivery = deliver();
  for (let begun = 0; begun <= MOST_RESTARTS; begun++) {
    sent = [];
    await greetingEnds(delivery);
    await pass(delivery, 3);
    expect(sent).toEqual(padded.slice(0, 4 * FRAME_SAMPLES));
  }
  await greetingEnds(delivery);
  await pass(delivery, FRAMES + TAIL_FRAMES);
  expect(sent).toEqual(padded);
  expect(result).toMatchObject({ kind: 'left' });
});

it('says how far the message was when the call ended', async () => {
  const delivery = deliver();
  await greetingEnds(delivery);
  await pass(delivery, 3);
  delivery.abort();
  await pass(delivery, 1);
  expect(result).toEqual({ kind: 'cut-off', begunAfterMs: 0, playedMs: 80 });
  expect(source).toBeUndefined();
});

it('has left the message whole when the call ends in the silence after it', async () => {
  const delivery = deliver();
  await greetingEnds(delivery);
  await pass(delivery, FRAMES);
  delivery.abort();
  await pass(delivery, 1);
  expect(result).toMatchObject({ kind: 'left', playedMs: message.length / 8 });
});

it('says that the call ended before the greeting', async () => {
  const delivery = deliver();
  delivery.abort();
  await pass(delivery, 1);
  expect(result).toEqual({ kind: 'ended-in-greeting' });
});

it('gives up where the greeting does not end, also when nothing is heard any more', async () => {
  deliver();
  await clock.advance(GREETING_LIMIT_MS);
  expect(result).toEqual({ kind: 'greeting-too-long' });
});

it('waits while the peer holds the call, and not for ever', async () => {
  const delivery = deliver();
  await greetingEnds(delivery);
  await clock.advance(30_000);
  expect(result).toBeUndefined();
  await clock.advance(1000);
  expect(result).toMatchObject({ kind: 'cut-off', playedMs: 20 });
});

it('takes what is heard on hold neither for the greeting nor for its end', async () => {
  const delivery = deliver();
  stream.held = true;
  await greetingEnds(delivery);
  expect([source, heard]).toEqual([undefined, []]);
  stream.held = false;
  await pass(delivery, 1);
  expect([source, heard.length]).toEqual([expect.anything(), 1]);
});

it('does not let the echo of the message be heard', async () => {
  const delivery = deliver();
  await greetingEnds(delivery);
  await pass(delivery, 1);
  delivery.hear(new Int16Array(FRAME_SAMPLES).fill(100));
  expect(heard.at(-1)).toEqual(new Int16Array(FRAME_SAMPLES));
  delivery.hear(new Int16Array(FRAME_SAMPLES).fill(1000));
  expect(heard.at(-1)).toEqual(new Int16Array(FRAME_SAMPLES).fill(1000));
});

it('fails with a detector that does not tell the end of a greeting', async () => {
  const delivery = deliver({ push: () => undefined, finish: () => undefined });
  await pass(delivery, 1);
  expect(result).toMatchObject({ kind: 'failed' });
});

it('fails with one that throws before the greeting has ended', async () => {
  const delivery = deliver();
  answer = () => {
    throw new Error('broken');
  };
  await pass(delivery, 1);
  expect(result).toEqual({ kind: 'failed', message: 'broken' });
});

it('finishes the message when it throws later, and asks no more', async () => {
  const delivery = deliver();
  await greetingEnds(delivery);
  answer = () => {
    throw new Error('broken');
  };
  await pass(delivery, FRAMES + TAIL_FRAMES);
  expect(result).toMatchObject({ kind: 'left' });
  expect(heard).toHaveLength(2);
});
