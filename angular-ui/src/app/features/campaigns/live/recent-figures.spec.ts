import { everyMinute, recentFigures } from './recent-figures';

const now = new Date('2026-11-23T12:05:30Z');
const minutes = [
  { at: '2026-11-23T12:03:00.000Z', dialled: 6, answered: 4, machines: 1, transferred: 3 },
  { at: '2026-11-23T12:05:00.000Z', dialled: 4, answered: 1, machines: 0, transferred: 1 },
];

describe('the figures of the last minutes', () => {
  it('relate answers to calls, machines to answers, and calls to the time since the first', () => {
    expect(recentFigures(minutes, now)).toEqual({
      dialled: 10,
      answered: 5,
      machines: 1,
      transferred: 4,
      answerRate: 0.5,
      machineShare: 0.2,
      callsPerMinute: 4,
    });
  });

  it('tell nothing where there was no call', () => {
    expect(recentFigures([], now)).toMatchObject({ answerRate: undefined, callsPerMinute: undefined });
  });

  it('of a campaign that has just begun are not blown up', () => {
    const first = [{ ...minutes[1], at: '2026-11-23T12:05:00.000Z', dialled: 3, answered: 0 }];
    expect(recentFigures(first as typeof minutes, now).callsPerMinute).toBe(3);
  });
});

it('minutes without a call are shown too, the current one last', () => {
  const all = everyMinute(minutes, now, 4);
  expect(all.map(({ at, dialled }) => [at.slice(11, 16), dialled])).toEqual([
    ['12:02', 0],
    ['12:03', 6],
    ['12:04', 0],
    ['12:05', 4],
  ]);
});
