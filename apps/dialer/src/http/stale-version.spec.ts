import { NotFoundError, StaleVersionError } from '@marcador/persistence/repository.errors.js';
import { type ApiError } from './api-error.js';
import { differences, onItsVersion } from './stale-version.js';

describe('two editors of an object', () => {
  it('disagree about the fields that were sent and are saved otherwise', () => {
    const yours = { version: 1, name: 'Sales', description: 'mine', groupIds: ['a'], notSent: undefined };
    const current = {
      version: 3,
      name: 'Sales',
      description: 'theirs',
      groupIds: ['b'],
      notSent: 1,
      other: 2,
    };
    expect(differences(yours, current)).toEqual([
      { field: 'description', yours: 'mine', current: 'theirs' },
      { field: 'groupIds', yours: ['a'], current: ['b'] },
    ]);
  });

  it('disagree about the members of an object one by one, also those that only one of them has', () => {
    const yours = { config: { url: 'a', limits: { ms: 1 }, added: true, list: [1] } };
    const current = { config: { url: 'b', limits: { ms: 2 }, removed: 'x', list: [1] } };
    expect(differences(yours, current)).toEqual([
      { field: 'config.removed', yours: null, current: 'x' },
      { field: 'config.url', yours: 'a', current: 'b' },
      { field: 'config.limits.ms', yours: 1, current: 2 },
      { field: 'config.added', yours: true, current: null },
    ]);
  });
});

describe('a change on a version', () => {
  const current = () => Promise.resolve({ version: 7, name: 'theirs' });

  it('that is stale is answered with the version there is and the difference', async () => {
    const stale = () => Promise.reject(new StaleVersionError('group', 6));
    const error = await onItsVersion({ yours: { version: 5, name: 'mine' }, current }, stale).catch(
      (thrown: unknown) => thrown,
    );
    expect((error as ApiError).getResponse()).toMatchObject({
      statusCode: 409,
      code: 'stale-version',
      currentVersion: 7,
      details: [{ field: 'name', yours: 'mine', current: 'theirs' }],
    });
  });

  it('that is made, or fails for another reason, is left as it is', async () => {
    expect(await onItsVersion({ yours: {}, current }, () => Promise.resolve('made'))).toBe('made');
    const gone = () => Promise.reject(new NotFoundError('group', '1'));
    await expect(onItsVersion({ yours: {}, current }, gone)).rejects.toThrow(NotFoundError);
  });
});
