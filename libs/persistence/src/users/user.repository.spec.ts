import { openTestDatabase } from '../../../../test/support/campaign-fixtures.js';
import { NameTakenError, NotFoundError, StaleVersionError } from '../repository.errors.js';
import { DEFAULT_GROUP_NAME, GroupRepository } from './group.repository.js';
import { SessionRepository } from './session.repository.js';
import { UserRepository, type NewUser } from './user.repository.js';

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
    await sessions.add({ id: 'aa', userId: user.id, createdAt: NOW, expiresAt: LATER });
    await users.setPassword(user.id, 'other', false);
    expect(await users.get(user.id)).toMatchObject({ passwordHash: 'other', mustChangePassword: false });
    expect(await sessions.find('aa', NOW)).toBeUndefined();
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
    await sessions.add(session);
    expect(await sessions.find('bb', NOW)).toEqual(session);
    expect(await sessions.find('bb', LATER)).toBeUndefined();
    await sessions.removeExpired(NOW);
    expect(await sessions.find('bb', NOW)).toEqual(session);
    await sessions.removeExpired(LATER);
    expect(await sessions.find('bb', NOW)).toBeUndefined();
  });

  it('ends with the logout, or with all others of its user', async () => {
    const { id: userId } = await users.create(newUser());
    for (const id of ['c1', 'c2', 'c3']) await sessions.add({ id, userId, createdAt: NOW, expiresAt: LATER });
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
    await groups.update(group.id, group.version, { enabled: false });
    expect(await groups.get(group.id)).toMatchObject({ name: 'Sales', enabled: false, version: 2 });
    await expect(groups.update(group.id, group.version, { enabled: true })).rejects.toThrow(
      StaleVersionError,
    );
    await expect(groups.create({ name: 'Sales', description: '' })).rejects.toThrow(NameTakenError);
    await expect(groups.update(group.id, 2, { name: DEFAULT_GROUP_NAME })).rejects.toThrow(NameTakenError);
  });
});
