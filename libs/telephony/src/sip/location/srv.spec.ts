import { orderSrv } from './srv.js';

const record = (name: string, weight: number, priority = 10) => ({ name, port: 5060, priority, weight });

describe('the order of SRV records (RFC 2782)', () => {
  it('is by priority first, whatever the weights', () => {
    const names = orderSrv([record('b', 1000, 2), record('a', 1, 1)], 'seed').map(({ name }) => name);
    expect(names).toEqual(['a', 'b']);
  });

  it('shares the first place in proportion to the weights, over many seeds', () => {
    const records = [record('a', 10), record('b', 30), record('c', 0)];
    const firsts = Array.from({ length: 4000 }, (_, seed) => orderSrv(records, String(seed))[0]?.name);
    const share = (name: string) => firsts.filter((first) => first === name).length / firsts.length;
    expect(share('a')).toBeCloseTo(0.25, 1);
    expect(share('b')).toBeCloseTo(0.75, 1);
    expect(share('c')).toBeLessThan(0.01);
  });

  it('stays the same for a seed, in whatever order DNS gives the records', () => {
    const records = [record('a', 10), record('b', 10), record('c', 10)];
    expect(orderSrv([...records].reverse(), 'seed')).toEqual(orderSrv(records, 'seed'));
  });
});
