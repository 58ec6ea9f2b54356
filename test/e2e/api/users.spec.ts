import type { ApiAnswer, ApiClient } from '../../support/api-client.js';
import { startTestService, type TestService } from '../../support/test-service.js';

const USERS = '/api/v1/users';
const SESSION = '/api/v1/session';

interface User {
  readonly id: string;
  readonly version: number;
  readonly userName: string;
  readonly role: string;
  readonly changeable: boolean;
  readonly groups: { readonly id: string }[];
}

describe('a user', () => {
  let api: TestService;
  let own: string;
  let foreign: string;
  let manager: ApiClient;
  beforeAll(async () => {
    api = await startTestService();
    [own, foreign] = [await api.group(), await api.group()];
    manager = await api.user('MANAGER', [own]);
  });
  afterAll(() => api.close());

  let made = 0;
  const PASSWORD = 'password-of-user';
  const make = async (changes: Record<string, unknown> = {}): Promise<User> => {
    const values = { userName: `Made ${++made}`, password: PASSWORD, mustChangePassword: false };
    const body = { ...values, role: 'CAMPAIGN_SUPERVISOR', groupIds: [own], ...changes };
    const answer = await api.master.post(USERS, body);
    if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
    return answer.body as User;
  };
  const loggedIn = async ({ userName }: User): Promise<ApiClient> => {
    const client = api.client();
    await client.login(userName, PASSWORD);
    return client;
  };
  const patch = (client: ApiClient, user: Pick<User, 'id' | 'version'>, changes: Record<string, unknown>) =>
    client.send('PATCH', `${USERS}/${user.id}`, { body: { version: user.version, ...changes } });
  const me = async (client: ApiClient): Promise<User> => {
    const { id } = (await client.get(SESSION)).body as User;
    return (await client.get(`${USERS}/${id}`)).body as User;
  };
  const codeOf = ({ status, body }: ApiAnswer) => [status, (body as { code?: string }).code];

  it('is changed by the fields that are sent', async () => {
    const user = await make({ firstName: 'Ana' });
    const changed = await patch(api.master, user, {
      userName: ' Another ',
      lastName: 'Silva',
      groupIds: [foreign],
    });
    expect([changed.status, changed.body]).toMatchObject([
      200,
      {
        version: 2,
        userName: 'Another',
        firstName: 'Ana',
        lastName: 'Silva',
        role: 'CAMPAIGN_SUPERVISOR',
        groups: [{ id: foreign }],
      },
    ]);
    expect((await api.master.get(`${USERS}/${user.id}`)).body).toEqual(changed.body);
  });

  it('needs a name of its own, whatever the case, and groups that there are', async () => {
    const [user, other] = [await make(), await make()];
    expect(codeOf(await patch(api.master, user, { userName: other.userName.toUpperCase() }))).toEqual([
      409,
      'name-taken',
    ]);
    const nowhere = { groupIds: ['00000000-0000-4000-8000-000000000000'] };
    expect(codeOf(await patch(api.master, user, nowhere))).toEqual([422, 'not-possible']);
    expect((await patch(api.master, user, { password: 'another-password' })).status).toBe(400);
  });

  describe('is changed by a Manager', () => {
    it('while it has the Manager’s groups only, and keeps it so', async () => {
      const user = await make();
      expect((await patch(manager, user, { role: 'CAMPAIGN_ADMINISTRATOR' })).status).toBe(200);
      const next = { ...user, version: 2 };
      expect(codeOf(await patch(manager, next, { groupIds: [own, foreign] }))).toEqual([403, 'forbidden']);
      expect(codeOf(await patch(manager, next, { groupIds: [foreign] }))).toEqual([403, 'forbidden']);
      expect(codeOf(await patch(manager, next, { groupIds: [] }))).toEqual([403, 'forbidden']);
      expect(codeOf(await patch(manager, next, { role: 'MASTER' }))).toEqual([403, 'forbidden']);
    });

    it('not when it also has groups of others, whose names the Manager does not see', async () => {
      const user = await make({ groupIds: [own, foreign] });
      const seen = (await manager.get(`${USERS}/${user.id}`)).body as User;
      expect(seen).toMatchObject({ changeable: false, groups: [{ id: own }] });
      expect(seen.groups).toHaveLength(1);
      expect(codeOf(await patch(manager, user, { groupIds: [own] }))).toEqual([403, 'forbidden']);
      expect((await manager.send('DELETE', `${USERS}/${user.id}`)).status).toBe(403);
    });

    it('and does not exist for one of other groups', async () => {
      const user = await make({ groupIds: [foreign] });
      expect((await patch(manager, user, { firstName: 'Mine' })).status).toBe(404);
      expect((await manager.send('DELETE', `${USERS}/${user.id}`)).status).toBe(404);
    });
  });

  it.each(['MANAGER', 'MASTER'] as const)(
    'who is a %s changes the own names, but not the own rights',
    async (role) => {
      const user = await api.user(role, [own]);
      const self = await me(user);
      expect(self.changeable).toBe(true);
      const same = { role, groupIds: [own] };
      expect((await patch(user, self, { firstName: 'Me', ...same })).status).toBe(200);
      const next = { ...self, version: self.version + 1 };
      for (const rights of [
        { role: 'CAMPAIGN_ADMINISTRATOR' },
        { groupIds: [own, foreign] },
        { groupIds: [] },
      ])
        expect(codeOf(await patch(user, next, rights))).toEqual([403, 'forbidden']);
      expect(codeOf(await user.send('DELETE', `${USERS}/${self.id}`))).toEqual([403, 'forbidden']);
      expect((await user.get(SESSION)).status).toBe(200);
      // Who is the last Master is told apart further down.
      expect((await api.master.send('DELETE', `${USERS}/${self.id}`)).status).toBe(204);
    },
  );

  it('loses its sessions and its streams at once with another role, other groups, a new password, or removal', async () => {
    const changes: ((user: User) => Promise<ApiAnswer>)[] = [
      (user) => patch(api.master, user, { role: 'CAMPAIGN_ADMINISTRATOR' }),
      (user) => patch(api.master, user, { groupIds: [own, foreign] }),
      ({ id }) =>
        api.master.send('PUT', `${USERS}/${id}/password`, { body: { password: 'another-password' } }),
      ({ id }) => api.master.send('DELETE', `${USERS}/${id}`),
    ];
    for (const change of changes) {
      const user = await make();
      const session = await loggedIn(user);
      const stream = await session.open('GET', '/api/v1/live');
      const ended = new Promise((resolve) => stream.on('end', resolve).resume());
      expect((await change(user)).status).toBeLessThan(300);
      await ended;
      expect((await session.get(SESSION)).status).toBe(401);
    }
  });

  it('keeps its sessions and its streams with other names', async () => {
    const user = await make();
    const session = await loggedIn(user);
    const stream = await session.open('GET', '/api/v1/live');
    expect((await patch(api.master, user, { firstName: 'New', groupIds: [own] })).status).toBe(200);
    await api.clock.advance(15_000);
    let told = '';
    for await (const piece of stream as AsyncIterable<Buffer>)
      if ((told += String(piece)).includes('ping')) break;
    expect(told).toContain('event: ping');
    expect((await session.get(SESSION)).body).toMatchObject({ firstName: 'New' });
  });

  it('who is the last Master stays one, also when two Masters remove each other at the same time', async () => {
    const other = await api.user('MASTER', []);
    const [first, second] = [await me(api.master), await me(other)];
    const answers = await Promise.all([
      api.master.send('DELETE', `${USERS}/${second.id}`),
      patch(other, first, { role: 'MANAGER', groupIds: [own] }),
    ]);
    const refused = answers.filter(({ status }) => status >= 400);
    // The slower one finds itself without a session, or without the other Master to spare.
    expect(refused).toHaveLength(1);
    expect([401, 404, 409]).toContain(refused[0]!.status);
    // Whoever is left goes on.
    const left = answers[0].status < 400 ? api.master : other;
    expect((await left.get(USERS)).status).toBe(200);
    if (left === other) await patch(other, { ...first, version: first.version + 1 }, { role: 'MASTER' });
    await api.master.login('master', 'second-password');
  });

  it('of a stale version is refused with what is different now, when two change it at once', async () => {
    const user = await make({ firstName: 'Before', lastName: 'Same' });
    const [one, other] = ['One', 'Other'].map((firstName) => ({
      firstName,
      lastName: 'Same',
      groupIds: [own],
    }));
    const answers = await Promise.all([patch(api.master, user, one!), patch(manager, user, other!)]);
    const [won, lost] = answers.sort((a, b) => a.status - b.status);
    expect([won.status, lost.status]).toEqual([200, 409]);
    const { firstName } = won.body as { firstName: string };
    expect(lost.body).toEqual({
      statusCode: 409,
      code: 'stale-version',
      message: expect.stringContaining('changed by somebody else') as string,
      reason: 'stale-version',
      params: {},
      details: [{ field: 'firstName', yours: firstName === 'One' ? 'Other' : 'One', current: firstName }],
      currentVersion: 2,
    });
  });

  it('is listed as far as the asker sees it, searched and sorted', async () => {
    const list = async (client: ApiClient, query: string) => {
      const { status, body } = await client.get(`${USERS}?${query}`);
      const { items = [], total } = body as { items?: User[]; total?: number };
      return { status, total, names: items.map(({ userName }) => userName) };
    };
    const group = await api.group();
    for (const userName of ['Érica', 'list b', 'List C', 'LIST A'])
      await make({ userName, groupIds: [group] });
    const seer = await api.user('MANAGER', [group]);
    expect((await list(seer, 'search=list')).names).toEqual(['LIST A', 'list b', 'List C']);
    expect((await list(seer, 'search=ERICA')).names).toEqual(['Érica']);
    expect(await list(seer, 'search=list&order=desc&pageSize=2&page=2')).toEqual({
      status: 200,
      total: 3,
      names: ['LIST A'],
    });
    expect((await list(manager, 'search=list')).total).toBe(0);
    expect((await list(api.master, 'search=list')).total).toBe(3);
    for (const query of ['sort=passwordHash', 'order=random', 'page=0', 'pageSize=1001'])
      expect((await list(api.master, query)).status).toBe(400);
  });
});
