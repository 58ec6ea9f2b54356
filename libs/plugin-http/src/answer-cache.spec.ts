import { AnswerCache } from './answer-cache.js';

describe('the last answers of a service', () => {
  let now: number;
  let asked: string[];
  const cache = (keepMs: number, mostAnswers = 10) =>
    new AnswerCache<string>({ keepMs, mostAnswers, now: () => now });
  const ask = (of: AnswerCache<string>, question: string, answer = `${question}!`) =>
    of.get(question, () => {
      asked.push(question);
      return Promise.resolve(answer);
    });

  beforeEach(() => {
    now = 0;
    asked = [];
  });

  it('are given again until they are too old', async () => {
    const answers = cache(100);
    expect(await ask(answers, 'a')).toBe('a!');
    now = 99;
    expect(await ask(answers, 'a', 'other')).toBe('a!');
    now = 100;
    expect(await ask(answers, 'a', 'other')).toBe('other');
    expect(asked).toEqual(['a', 'a']);
  });

  it('are as old as the question, however long the answer took', async () => {
    const answers = cache(100);
    await answers.get('a', () => {
      now = 90;
      return Promise.resolve('a!');
    });
    now = 100;
    expect(await ask(answers, 'a', 'other')).toBe('other');
  });

  it('are those of the last question, also where the answer to an earlier one comes later', async () => {
    const answers = cache(100);
    let answerLate!: (answer: string) => void;
    const late = answers.get('a', () => new Promise((resolve) => (answerLate = resolve)));
    now = 10;
    await ask(answers, 'a', 'new');
    answerLate('old');
    expect(await late).toBe('old');
    now = 105;
    expect(await ask(answers, 'a', 'other')).toBe('new');
  });

  it('are never given again where nothing is to be kept', async () => {
    const answers = cache(0);
    await ask(answers, 'a');
    expect(await ask(answers, 'a', 'other')).toBe('other');
  });

  it('are not there after a failure', async () => {
    const answers = cache(100);
    await expect(answers.get('a', () => Promise.reject(new Error('silent')))).rejects.toThrow('silent');
    expect(await ask(answers, 'a')).toBe('a!');
  });

  it('are no more than may be kept: the oldest gives way', async () => {
    const answers = cache(100, 2);
    for (const question of ['a', 'b', 'c', 'c', 'b', 'a']) await ask(answers, question);
    expect(asked).toEqual(['a', 'b', 'c', 'a']);
  });
});
