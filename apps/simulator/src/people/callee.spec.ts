import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { Script } from '../audio/script.js';
import { Callee } from './callee.js';

const fixed = (ms: number) => ({ min: ms, max: ms });
const TIMES = {
  setUpMs: fixed(500),
  ringMs: fixed(4000),
  longRingMs: fixed(20_000),
  longestRingMs: 180_000,
  patienceMs: 15_000,
  recordingMs: 60_000,
};

function called(number: string) {
  const clock = new ManualClock('2026-11-22T08:00:00Z');
  const done: string[] = [];
  let script: Script = [];
  const telephone = {
    ring: () => done.push('ring'),
    reject: (status: number, details: { retryAfterSeconds?: number }) =>
      done.push(
        `reject ${status}${details.retryAfterSeconds === undefined ? '' : ` ${details.retryAfterSeconds}`}`,
      ),
    answer: (given: Script) => {
      script = given;
      done.push('answer');
    },
    hangUp: () => done.push('hang up'),
  };
  const callee = new Callee(number, telephone, TIMES, clock, clock);
  callee.called();
  return { clock, done, callee, script: () => script };
}

it.each([
  ['62', ['reject 486']],
  ['70', ['ring', 'reject 603']],
  ['80', ['reject 503']],
  ['82', ['reject 503 5']],
  ['84', ['reject 404']],
  ['87', ['ring', 'reject 480']],
  ['74', ['ring', 'reject 480']],
  ['00', ['ring', 'answer', 'hang up']],
  ['60', ['ring', 'answer', 'hang up']],
])('number …%s does in the end %j', async (ending, expected) => {
  const { clock, done } = called(`55419999900${ending}`);
  await clock.advance(1_000_000);
  expect(done).toEqual(expected);
  expect(clock.timers).toBe(0);
});

it('lets the caller give up first where nobody answers', async () => {
  const { clock, done } = called('5541999990074');
  await clock.advance(500 + 179_999);
  expect(done).toEqual(['ring']);
});

it('rings long where somebody answers late', async () => {
  const { clock, done } = called('5541999990090');
  await clock.advance(500 + 19_999);
  expect(done).toEqual(['ring']);
  await clock.advance(1);
  expect(done).toEqual(['ring', 'answer']);
});

it.each([
  ['5541999990000', 'hello-pt'],
  ['34600000000', 'hello-es'],
  ['5215500000000', 'hello-es'],
  ['4930123400', 'hello-en'],
])('says hello at %s in the language of the country: %s', async (number, hello) => {
  const { clock, script } = called(number);
  await clock.advance(5000);
  expect(script()).toContain(hello);
});

it('keeps somebody on the telephone who is being transferred', async () => {
  const { clock, done, callee } = called('5541999990000');
  await clock.advance(5000);
  callee.transferring();
  await clock.advance(1_000_000);
  expect(done).toEqual(['ring', 'answer']);
  callee.transferFailed();
  await clock.advance(TIMES.patienceMs);
  expect(done).toEqual(['ring', 'answer', 'hang up']);
});

it('lets somebody hang up on being transferred, before an agent answers', async () => {
  const { clock, done, callee } = called('5541999990094');
  await clock.advance(5000);
  callee.transferring();
  await clock.advance(200);
  expect(done).toEqual(['ring', 'answer', 'hang up']);
});

it('does nothing any more when the call is gone', async () => {
  const { clock, done, callee } = called('5541999990000');
  await clock.advance(600);
  callee.gone();
  await clock.advance(1_000_000);
  expect(done).toEqual(['ring']);
});
