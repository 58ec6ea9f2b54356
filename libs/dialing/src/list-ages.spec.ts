import type { ListAgeRule } from '@marcador/domain/list-age.js';
import { createLog } from '@marcador/platform/logging.js';
import { campaign, engineBetweenFakes, entry, settled } from '../../../test/support/engine.js';
import { ListAges } from './list-ages.js';

/** A service with a list of the 1st of November; it is the 23rd. */
async function oneList(rule: ListAgeRule | undefined) {
  const stored = { rule, date: '2026-11-01' as string | undefined, isThere: true };
  const engine = engineBetweenFakes(1);
  const lists = new ListAges(
    {
      ruleOf: () =>
        stored.isThere ? Promise.resolve(stored.rule) : Promise.reject(new Error('The database is away.')),
      dateOf: () => Promise.resolve(stored.date),
      name: () => 'Registry',
    },
    engine.clock,
    createLog('silent'),
  );
  engine.lists.tooOld = (instanceIds) => lists.tooOld(instanceIds);
  await lists.look(['d']);
  engine.claims.add('a', ['1'], engine.clock.now());
  engine.target.setFree('ann');
  const { dialer } = engine;
  dialer.add(campaign('a'), [entry('00:00', '24:00')]);
  await settled();
  return { ...engine, lists, stored, hindrances: () => dialer.hindrancesOf(dialer.get('a') as never) };
}

const OLD = { service: 'Registry', listDate: '2026-11-01', days: 22, oldestDays: 21 };

describe('a do-not-call list that is older than allowed', () => {
  it('keeps its campaigns from beginning a call, until it is a newer one', async () => {
    const { pool, hindrances, stored, lists, dialer } = await oneList({ oldestDays: 21, stops: true });
    expect(pool.calls).toEqual([]);
    expect(hindrances()).toContainEqual({ kind: 'do-not-call-list-too-old', ...OLD });
    stored.date = '2026-11-22';
    await lists.look(['d']);
    dialer.evaluateAll();
    await settled();
    expect(pool.calls).toHaveLength(1);
  });

  it('is only told of where nothing more was asked for', async () => {
    const { pool, lists } = await oneList({ oldestDays: 21, stops: false });
    expect(pool.calls).toHaveLength(1);
    expect(lists.tooOld(['d'])).toEqual([{ ...OLD, stops: false }]);
  });

  it('becomes so at midnight, without being looked at', async () => {
    const { lists, clock } = await oneList({ oldestDays: 22, stops: true });
    expect(lists.tooOld(['d'])).toEqual([]);
    await clock.advance(16 * 3_600_000);
    expect(lists.tooOld(['d'])).toMatchObject([{ days: 23 }]);
  });

  it('is one whose day nobody knows', async () => {
    const { lists, stored } = await oneList({ oldestDays: 22, stops: true });
    stored.date = undefined;
    await lists.look(['d']);
    expect(lists.tooOld(['d'])).toMatchObject([{ listDate: null, days: null }]);
  });

  it('stays so while it cannot be looked at', async () => {
    const { lists, stored } = await oneList({ oldestDays: 21, stops: true });
    stored.isThere = false;
    await lists.lookAgain(['d']);
    expect(lists.tooOld(['d'])).toHaveLength(1);
    await expect(lists.look(['d'])).rejects.toThrow('The database is away.');
  });

  it('may be of any age where nothing is said', async () => {
    const { lists, stored, pool } = await oneList(undefined);
    stored.date = '2001-01-01';
    await lists.look(['d']);
    expect(lists.tooOld(['d'])).toEqual([]);
    expect(pool.calls).toHaveLength(1);
  });
});
