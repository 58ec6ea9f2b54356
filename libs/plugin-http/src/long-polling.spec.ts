import { pauseAfter, restAfterEarlyAnswer } from './long-polling.js';

const timing = { pollMs: 1000, answerMs: 1000, firstPauseMs: 3_600_000, longestPauseMs: 3_600_000 };

describe('asking again and again', () => {
  it('pauses longer with each failure, up to the longest pause', () => {
    const growing = { ...timing, firstPauseMs: 500, longestPauseMs: 3000 };
    expect([0, 1, 2, 3, 4, 100].map((failures) => pauseAfter(failures, growing))).toEqual([
      500, 500, 1000, 2000, 3000, 3000,
    ]);
  });

  it('goes on at once after an answer that was held', async () => {
    // A rest would reject at once.
    await expect(
      restAfterEarlyAnswer(performance.now() - 900, timing, AbortSignal.abort()),
    ).resolves.toBeUndefined();
  });

  it('rests after an answer that was not, until the signal aborts', async () => {
    const abort = new AbortController();
    const resting = restAfterEarlyAnswer(performance.now(), timing, abort.signal);
    abort.abort();
    await expect(resting).rejects.toThrow(/aborted/);
  });
});
