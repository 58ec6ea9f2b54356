import { seatsOf } from './agent-states';

describe('the agents of a queue', () => {
  const agents = [
    { id: 'u1', name: 'Zoe', state: 'free' },
    { id: 'u10', state: 'talking' },
    { id: 'u9', state: 'talking' },
    { id: 'u2', name: 'Ána', state: 'free' },
    { id: 'u3', name: 'Bob', state: 'wrapUp' },
  ] as const;
  const names = (...wanted: Parameters<typeof seatsOf> extends [unknown, ...infer Rest] ? Rest : never) =>
    seatsOf(agents, ...wanted).map(({ name }) => name);

  it('stand by what they do, then by name, those without one by id as people count', () => {
    expect(names(undefined, '')).toEqual(['Ána', 'Zoe', 'u9', 'u10', 'Bob']);
  });

  it('are found by state, and by a part of name or id', () => {
    expect(names('talking', '')).toEqual(['u9', 'u10']);
    expect(names(undefined, 'ÁN')).toEqual(['Ána']);
    expect(names(undefined, 'u1')).toEqual(['Zoe', 'u10']);
    expect(names('wrapUp', 'zoe')).toEqual([]);
  });
});
