import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { DncOccasion } from '@marcador/plugin-api';
import { LONGEST_REFRESH_DAYS } from './dnc-refresh.js';
import type { DncVerdict } from './guarded-dnc.js';
import { keepAnswers } from './kept-answers.js';

const NUMBER = '554181021119';
const DAY_MS = 86_400_000;

describe('the clear answers of a do-not-call service', () => {
  let clock: ManualClock;
  let asked: string[];
  let answer: () => Promise<DncVerdict>;
  beforeEach(() => {
    clock = new ManualClock('2026-01-01T00:00:00Z');
    asked = [];
    answer = () => Promise.resolve({ kind: 'clear' });
  });

  const keeping = (keepMs: number, mostAnswers?: number) => {
    const check = (number: string) => {
      asked.push(number);
      return answer();
    };
    return keepAnswers({ check }, keepMs, clock, mostAnswers);
  };

  it.each(['clear', 'listed'] as const)('are given again until they are too old: %s', async (kind) => {
    const service = keeping(100);
    answer = () => Promise.resolve({ kind });
    for (const waitMs of [0, 99, 1]) {
      await clock.advance(waitMs);
      expect(await service.check(NUMBER)).toEqual({ kind });
    }
    expect(asked).toHaveLength(2);
  });

  it('are as old as the question, however long the answer took', async () => {
    const service = keeping(100);
    answer = async () => {
      await clock.advance(90);
      return { kind: 'clear' };
    };
    await service.check(NUMBER);
    await clock.advance(10);
    await service.check(NUMBER);
    expect(asked).toHaveLength(2);
  });

  it('are those of the last question, also where the answer to an earlier one comes later', async () => {
    const service = keeping(100);
    let answerLate!: (verdict: DncVerdict) => void;
    answer = () => new Promise((resolve) => (answerLate = resolve));
    const late = service.check(NUMBER);
    await clock.advance(10);
    answer = () => Promise.resolve({ kind: 'listed' });
    await service.check(NUMBER);
    answerLate({ kind: 'clear' });
    expect(await late).toEqual({ kind: 'clear' });
    expect(await service.check(NUMBER)).toEqual({ kind: 'listed' });
    expect(asked).toHaveLength(2);
  });

  it('are all that is kept: who gave none is asked again', async () => {
    const service = keeping(100);
    answer = () => Promise.resolve({ kind: 'unknown', reason: 'It is silent.' });
    expect(await service.check(NUMBER)).toMatchObject({ kind: 'unknown' });
    answer = () => Promise.resolve({ kind: 'listed' });
    expect(await service.check(NUMBER)).toEqual({ kind: 'listed' });
  });

  it('are for the number and the occasion that they were given for', async () => {
    const service = keeping(100);
    const campaign = { id: '6f1c', name: 'Spring' };
    const occasions: (DncOccasion | undefined)[] = [
      undefined,
      { campaign },
      { campaign: { id: '7a2d', name: 'Autumn' } },
      { campaign, company: 'Acme' },
      { campaign, company: 'Other' },
      { campaign, company: 'Acme', callerNumber: '4130304040' },
    ];
    for (let round = 0; round < 2; round++)
      for (const occasion of occasions) await service.check(NUMBER, occasion);
    expect(asked).toHaveLength(occasions.length);
    await service.check('554181021118');
    expect(asked).toHaveLength(occasions.length + 1);
  });

  it.each([
    ['12025550100', 31],
    ['442079460100', 28],
    [NUMBER, 28],
  ])('are never used for longer than the law lets them: %s, %i days', async (number, days) => {
    const service = keeping(365 * DAY_MS);
    for (const waitMs of [0, days * DAY_MS - 1, 1]) {
      await clock.advance(waitMs);
      await service.check(number);
    }
    expect(asked).toHaveLength(2);
    expect(days).toBeLessThanOrEqual(LONGEST_REFRESH_DAYS);
  });

  it('are no more than may be kept: the oldest gives way', async () => {
    const service = keeping(100, 2);
    for (const number of ['1', '2', '3', '3', '2', '1']) await service.check(number);
    expect(asked).toEqual(['1', '2', '3', '1']);
  });
});
