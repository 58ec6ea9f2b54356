import { FrameBudget } from './frame-budget.js';

describe('the time of a thread that a detector may take', () => {
  let now: number;
  let budget: FrameBudget;
  beforeEach(() => {
    now = 0;
    budget = new FrameBudget(() => now);
  });

  const frame = (ms: number) => budget.spend(() => (now += ms));

  it('is enough for two milliseconds a frame, for ever, and for a moment in which the machine stands still', () => {
    for (let count = 0; count < 5000; count++) frame(2);
    frame(1000);
    for (let count = 0; count < 1000; count++) frame(0.02);
    frame(1000);
    expect(budget.isExhausted).toBe(false);
  });

  it('is over soon for a detector that takes much more, which then rests for five seconds', () => {
    let frames = 0;
    while (!budget.isExhausted) frames += Math.sign(frame(100).ms);
    expect(frames).toBe(11);
    now += 4999;
    expect(budget.isExhausted).toBe(true);
    now += 1;
    expect(budget.isExhausted).toBe(false);
  });

  it('counts what is thrown', () => {
    expect(() =>
      budget.spend(() => {
        now += 2000;
        throw new Error('broken');
      }),
    ).toThrow('broken');
    expect(budget.isExhausted).toBe(true);
  });
});
