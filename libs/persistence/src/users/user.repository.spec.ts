import { openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { LastMasterError, NameTakenError, NotFoundError, StaleVersionError } from '../repository.errors.js';
import { DEFAULT_GROUP_NAME, GroupRepository } from './group.repository.js';
import { SessionRepository } from './session.repository.js';
import { USER_SORTS, UserRepository, type NewUser } from './user.repository.js';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const LATER = new Date('2026-11-23T20:00:00.000Z');

let database: Awaited<ReturnType<typeof openTestDatabase>>;
let users: UserRepository;
let groups: GroupRepository;
let sessions: SessionRepository;
let made = 0;

beforeAll(async () => {
  database = await openTestDatabase();
  users = new UserRepository(database.dataSource);
  groups = new GroupRepository(database.dataSource);
  sessions = new SessionRepository(database.dataSource);
});

afterAll(() => database.close());

const newUser = (changes: Partial<NewUser> = {}): NewUser => ({
  userName: `User${++made}`,
  passwordHash: 'hash',
  firstName: 'Ann',
  lastName: 'Lee',
  role: 'CAMPAIGN_ADMINISTRATOR',
  mustChangePassword: true,
  groupIds: [],
  ...changes,
});

describe('a user', () => {
  it('is found by name, whatever its case, with the groups', async () => {
    const [group] = await groups.all();
    expect(group?.name).toBe(DEFAULT_GROUP_NAME);
    const user = await users.create(newUser({ userName: 'Master', groupIds: [group!.id] }));
    const found = await users.findByUserName('mASTER');
    expect(found).toEqual(user);
    expect(found).toMatchObject({ userName: 'Master', version: 1, groups: [{ name: DEFAULT_GROUP_NAME }] });
    expect(await users.get(user.id)).toEqual(user);
    expect(await users.findByUserName('nobody')).toBeUndefined();
  });

  it('needs a name of its own, whatever its case', async () => {
    const { userName } = await users.create(newUser());
    const before = await users.count();
    await expect(users.create(newUser({ userName: userName.toUpperCase() }))).rejects.toThrow(NameTakenError);
    expect(await users.count()).toBe(before);
  });

  it('loses all sessions with the password', async () => {
    const user = await users.create(newUser());
    await sessions.add({ id: 'aa', userId: user.id, createdAt: NOW, expiresAt: LATER }, 1);
    await users.setPassword(user.id, 'other', false);
    expect(await users.get(user.id)).toMatchObject({ passwordHash: 'other', mustChangePassword: false });
    expect(await sessions.find('aa', NOW)).toBeUndefined();
  });

  it('keeps the password that was set meanwhile: a change is decided on the one that was known', async () => {
    const user = await users.create(newUser());
    const reset = await users.setPassword(user.id, 'reset', true);
    await expect(users.setPassword(user.id, 'own', false, user.version)).rejects.toThrow(StaleVersionError);
    expect(await users.get(user.id)).toMatchObject({ passwordHash: 'reset', mustChangePassword: true });
    await users.setPassword(user.id, 'own', false, reset.version);
    expect(await users.get(user.id)).toMatchObject({ passwordHash: 'own' });
  });

  it('that does not exist is named', async () => {
    const none = '00000000-0000-4000-8000-000000000000';
    await expect(users.get(none)).rejects.toThrow(NotFoundError);
    await expect(users.setPassword(none, 'other', false)).rejects.toThrow(NotFoundError);
  });
});

describe('a session', () => {
  it('lasts until it expires or is removed', async () => {
    const { id: userId } = await users.create(newUser());
    const session = { id: 'bb', userId, createdAt: NOW, expiresAt: LATER };
    await sessions.add(session, 1);
    expect(await sessions.find('bb', NOW)).toEqual(session);
    expect(await sessions.find('bb', LATER)).toBeUndefined();
    await sessions.removeExpired(NOW);
    expect(await sessions.find('bb', NOW)).toEqual(session);
    await sessions.removeExpired(LATER);
    expect(await sessions.find('bb', NOW)).toBeUndefined();
  });

  it('does not begin on a password that is being changed', async () => {
    const { id: userId } = await users.create(newUser());
    const change = database.dataSource.createQueryRunner();
    await change.query('BEGIN');
    await change.query('UPDATE dialer_user SET version = version + 1 WHERE id = $1', [userId]);
    const added = sessions.add({ id: 'late', userId, createdAt: NOW, expiresAt: LATER }, 1);
    await until(async () => (await waitingForLocks()) === 1);
    await change.query('COMMIT');
    await change.release();
    expect(await added).toBe(false);
    expect(await sessions.find('late', NOW)).toBeUndefined();
  });

  it('ends with the logout, or with all others of its user', async () => {
    const { id: userId } = await users.create(newUser());
    for (const id of ['c1', 'c2', 'c3'])
      await sessions.add({ id, userId, createdAt: NOW, expiresAt: LATER }, 1);
    await sessions.remove('c1');
    expect(await sessions.find('c1', NOW)).toBeUndefined();
    expect(await sessions.find('c2', NOW)).toBeDefined();
    await sessions.removeOfUser(userId);
    expect(await sessions.find('c3', NOW)).toBeUndefined();
  });
});

describe('a dialer group', () => {
  it('is changed by one editor at a time and keeps a name of its own', async () => {
    const group = await groups.create({ name: 'Sales', description: '' });
    expect(group.enabled).toBe(true);
    await groups.update(group.id, group.version, { description: 'new' });
    expect(await groups.get(group.id)).toMatchObject({ name: 'Sales', description: 'new', version: 2 });
    await expect(groups.update(group.id, group.version, { description: 'newer' })).rejects.toThrow(
      StaleVersionError,
    );
    await expect(groups.create({ name: 'SALES', description: '' })).rejects.toThrow(NameTakenError);
    await expect(groups.update(group.id, 2, { name: DEFAULT_GROUP_NAME.toLowerCase() })).rejects.toThrow(
      NameTakenError,
    );
    expect(await groups.update(group.id, 2, { name: 'SALES' })).toMatchObject({ name: 'SALES' });
  });

  it('is enabled and disabled by anybody at any time, and then of another version', async () => {
    const group = await groups.create({ name: 'On and off', description: '' });
    const [once, again] = await Promise.all([1, 2].map(() => groups.setEnabled(group.id, false)));
    expect([once, again]).toMatchObject([
      { enabled: false, version: 2 },
      { enabled: false, version: 2 },
    ]);
    expect(await groups.setEnabled(group.id, true)).toMatchObject({ enabled: true, version: 3 });
    await expect(groups.setEnabled('00000000-0000-4000-8000-000000000000', true)).rejects.toThrow(
      NotFoundError,
    );
  });
});

describe('a list of users', () => {
  const request = { sort: 'userName', order: 'asc', page: 1, pageSize: 2 } as const;
  const names = ({ items }: { items: readonly { userName: string }[] }) => items.map((user) => user.userName);
  let here: string;
  let there: string;

  beforeAll(async () => {
    here = (await groups.create({ name: 'Here', description: '' })).id;
    there = (await groups.create({ name: 'There', description: '' })).id;
    await users.create(newUser({ userName: 'zebra', firstName: 'José', groupIds: [here] }));
    await users.create(newUser({ userName: 'Época', lastName: '50%', groupIds: [here, there] }));
    await users.create(newUser({ userName: 'ant', role: 'MANAGER', groupIds: [there] }));
    await users.create(newUser({ userName: 'Bee', role: 'MANAGER', groupIds: [here] }));
  });

  it('comes page by page, in the order of the alphabet and not of the character codes', async () => {
    const first = await users.list([here, there], request);
    expect([names(first), first.total]).toEqual([['ant', 'Bee'], 4]);
    expect(names(await users.list([here, there], { ...request, page: 2 }))).toEqual(['Época', 'zebra']);
    expect(names(await users.list([here, there], { ...request, order: 'desc' }))).toEqual(['zebra', 'Época']);
    expect(
      names(await users.list([here, there], { ...request, sort: 'role', pageSize: 4 }))
        .slice(2)
        .sort(),
    ).toEqual(['Bee', 'ant']);
  });

  it('has the members of the given groups, each once and with all its groups', async () => {
    const { items, total } = await users.list([there], { ...request, sort: 'firstName' });
    expect(total).toBe(2);
    expect(items.find(({ userName }) => userName === 'Época')?.groups.map(({ name }) => name)).toEqual([
      'Here',
      'There',
    ]);
    expect(await users.list([], request)).toEqual({ items: [], total: 0 });
    expect((await users.list(undefined, request)).total).toBe(await users.count());
  });

  it('has whole users, whatever it is sorted by', async () => {
    for (const sort of USER_SORTS) {
      const { items } = await users.list([there], { ...request, sort });
      const ant = { userName: 'ant', role: 'MANAGER', firstName: 'Ann', groups: [expect.anything()] };
      expect([sort, items]).toEqual([sort, expect.arrayContaining([expect.objectContaining(ant)])]);
    }
  });

  it('is searched whatever the case and the accents, and literally', async () => {
    const search = async (text: string) =>
      names(await users.list([here, there], { ...request, search: text }));
    expect(await search('EPOCA')).toEqual(['Época']);
    expect(await search('jose')).toEqual(['zebra']);
    expect(await search('%')).toEqual(['Época']);
    expect(await search('_')).toEqual([]);
    expect(await search('\\')).toEqual([]);
  });

  it('asks the database as often for many users as for one', async () => {
    const { driver } = database.dataSource;
    const original = driver.createQueryRunner.bind(driver);
    const asked: number[] = [];
    for (const pageSize of [1, 4]) {
      let queries = 0;
      driver.createQueryRunner = (mode) => {
        queries++;
        return original(mode);
      };
      await users.list([here, there], { ...request, pageSize });
      asked.push(queries);
    }
    driver.createQueryRunner = original;
    expect(asked[0]).toBeGreaterThan(0);
    expect(asked[0]).toBe(asked[1]);
  });
});

describe('the last Master', () => {
  it('is neither removed nor demoted, also when two Masters take the role from each other', async () => {
    const { dataSource } = database;
    const masters = [
      await users.create(newUser({ role: 'MASTER' })),
      await users.create(newUser({ role: 'MASTER' })),
    ];
    const [one, other] = masters.map(({ id }) => id) as [string, string];
    await dataSource.query(`DELETE FROM dialer_user WHERE role = 'MASTER' AND id <> ALL($1)`, [[one, other]]);

    const blocker = dataSource.createQueryRunner();
    await blocker.query('BEGIN');
    await blocker.query('SELECT id FROM dialer_user WHERE id = ANY($1) FOR UPDATE', [[one, other]]);
    const race = Promise.allSettled([users.remove(one), users.update(other, 1, { role: 'MANAGER' })]);
    await until(async () => (await waitingForLocks()) === 2);
    await blocker.query('COMMIT');
    await blocker.release();

    const refused = (await race).flatMap((each) =>
      each.status === 'rejected' ? [each.reason as Error] : [],
    );
    expect(refused).toEqual([expect.any(LastMasterError)]);
    const [left] = (
      await users.list(undefined, { sort: 'role', order: 'asc', page: 1, pageSize: 200 })
    ).items.filter(({ role }) => role === 'MASTER');
    await expect(users.remove(left!.id)).rejects.toThrow(LastMasterError);
    await expect(users.update(left!.id, 1, { role: 'CAMPAIGN_SUPERVISOR' })).rejects.toThrow(LastMasterError);
    expect(await users.update(left!.id, 1, { role: 'MASTER', firstName: 'Last' })).toMatchObject({
      version: 2,
    });
  });
});

/** How many statements of this database wait for another transaction. */
async function waitingForLocks(): Promise<number> {
  const [{ count }] = await database.dataSource.query<[{ count: string }]>(
    `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return Number(count);
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let asked = 0; asked < 5000; asked++) if (await condition()) return;
  throw new Error('What was waited for did not come.');
}

describe('a change of a user', () => {
  const withSession = async (changes: Partial<NewUser> = {}) => {
    const user = await users.create(newUser(changes));
    const session = { id: `s-${user.id}`, userId: user.id, createdAt: NOW, expiresAt: LATER };
    await sessions.add(session, 1);
    return { user, hasSession: async () => (await sessions.find(session.id, NOW)) !== undefined };
  };

  it('of names leaves the sessions, of role or groups ends them', async () => {
    const [group] = await groups.all();
    const names = await withSession({ groupIds: [group!.id] });
    const changed = await users.update(names.user.id, 1, { lastName: 'Ray', groupIds: [group!.id] });
    expect(changed).toMatchObject({ lastName: 'Ray', version: 2, groups: [{ id: group!.id }] });
    expect(await names.hasSession()).toBe(true);

    const role = await withSession();
    await users.update(role.user.id, 1, { role: 'CAMPAIGN_SUPERVISOR' });
    expect(await role.hasSession()).toBe(false);

    const membership = await withSession();
    const joined = await users.update(membership.user.id, 1, { groupIds: [group!.id] });
    expect(joined).toMatchObject({ version: 2, groups: [{ id: group!.id }] });
    expect(await membership.hasSession()).toBe(false);
  });

  it('is decided on the present version, and keeps the name its own', async () => {
    const user = await users.create(newUser());
    const other = await users.create(newUser());
    await users.update(user.id, 1, { firstName: 'Bo' });
    await expect(users.update(user.id, 1, { firstName: 'Cy' })).rejects.toThrow(StaleVersionError);
    await expect(users.update(user.id, 2, { userName: other.userName.toUpperCase() })).rejects.toThrow(
      NameTakenError,
    );
  });
});
