import type { ApiClient } from '../../support/api-client.js';
import { MASTER_PASSWORD, startTestService, type TestService } from '../../support/test-service.js';

const SESSION = '/api/v1/session';
const MINUTE = 60_000;

describe('a session', () => {
  let api: TestService;
  beforeAll(async () => {
    api = await startTestService();
  });
  afterAll(() => api.close());

  const supervisor = async () => api.user('CAMPAIGN_SUPERVISOR', [await api.group()]);

  it('is a cookie that scripts, other sites and plain HTTP do not get', async () => {
    const answer = await api.client().login('MASTER', 'second-password');
    expect(answer.status).toBe(200);
    expect(answer.body).toMatchObject({ userName: 'master', role: 'MASTER', mustChangePassword: false });
    const [cookie, ...others] = answer.headers['set-cookie'] ?? [];
    expect(others).toEqual([]);
    expect(cookie).toMatch(/^__Host-marcador=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
  });

  it('shows who is logged in, and ends with the logout', async () => {
    const user = await supervisor();
    expect((await user.get(SESSION)).body).toMatchObject({
      role: 'CAMPAIGN_SUPERVISOR',
      groups: [{ name: expect.any(String) as string, enabled: true }],
      permissions: ['campaign:read', 'schedule:read'],
    });
    const stolen = user.cookie;
    expect((await user.send('DELETE', SESSION)).status).toBe(204);
    const thief = await api.client().send('GET', SESSION, { headers: { cookie: stolen } });
    expect(thief.status).toBe(401);
    expect(thief.body).toEqual({
      statusCode: 401,
      code: 'not-logged-in',
      message: expect.any(String) as string,
      reason: 'not-logged-in',
      params: {},
    });
  });

  it('ends half an hour after its last request, and twelve hours after the login', async () => {
    const idle = await supervisor();
    await api.clock.advance(29 * MINUTE);
    expect((await idle.get(SESSION)).status).toBe(200);
    await api.clock.advance(29 * MINUTE);
    expect((await idle.get(SESSION)).status).toBe(200);
    await api.clock.advance(31 * MINUTE);
    expect((await idle.get(SESSION)).status).toBe(401);

    await api.master.login('master', 'second-password');
    const busy = await supervisor();
    for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
      expect((await busy.get(SESSION)).status).toBe(200);
      await api.clock.advance(20 * MINUTE);
    }
    expect((await busy.get(SESSION)).status).toBe(401);
    await api.master.login('master', 'second-password');
  });

  it('is not kept alive by a page that refreshes itself', async () => {
    await api.master.login('master', 'second-password');
    const left = await supervisor();
    await api.clock.advance(20 * MINUTE);
    const headers = { 'x-marcador-unattended': '1' };
    expect((await left.send('GET', SESSION, { headers })).status).toBe(200);
    await api.clock.advance(11 * MINUTE);
    expect((await left.send('GET', SESSION, { headers })).status).toBe(401);
    await api.master.login('master', 'second-password');
  });

  it('is refused in the same words to a wrong password and to somebody unknown', async () => {
    const wrong = await api.client().login('master', 'wrong');
    const unknown = await api.client().login('nobody', 'wrong');
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body).toEqual(unknown.body);
  });

  it('needs both fields, as texts', async () => {
    for (const body of [{}, { userName: 'master' }, { userName: 'master', password: { $ne: '' } }, []]) {
      const answer = await api.client().post(SESSION, body);
      expect([answer.status, (answer.body as { code: string }).code]).toEqual([400, 'validation-failed']);
    }
  });

  it('is refused for a while after five wrong passwords, even with the right one', async () => {
    const name = 'guessed';
    const groupIds = [await api.group()];
    const values = { userName: name, password: 'password-of-user', role: 'CAMPAIGN_SUPERVISOR', groupIds };
    await api.master.post('/api/v1/users', values);
    const attempts = await Promise.all(Array.from({ length: 8 }, () => api.client().login(name, 'wrong')));
    expect(attempts.map(({ status }) => status).sort()).toEqual([401, 401, 401, 401, 401, 429, 429, 429]);
    const right = await api.client().login('GUESSED', 'password-of-user');
    expect(right.status).toBe(429);
    expect(Number(right.headers['retry-after'])).toBeGreaterThan(0);
    expect(right.body).toMatchObject({
      code: 'too-many-requests',
      message: expect.stringContaining('wait') as string,
    });
  });

  it('allows nothing but the change of a password that has to be changed', async () => {
    const values = { userName: 'newcomer', password: 'password-of-user', role: 'MASTER', groupIds: [] };
    await api.master.post('/api/v1/users', values);
    const newcomer = api.client();
    expect((await newcomer.login('newcomer', 'password-of-user')).body).toMatchObject({
      mustChangePassword: true,
    });
    const refused = await newcomer.get('/api/v1/users');
    expect([refused.status, (refused.body as { code: string }).code]).toEqual([
      403,
      'password-change-required',
    ]);

    const change = (currentPassword: string, newPassword: string) =>
      newcomer.send('PUT', `${SESSION}/password`, { body: { currentPassword, newPassword } });
    expect((await change('wrong', 'another-password')).status).toBe(422);
    expect((await change('password-of-user', 'password-of-user')).status).toBe(422);
    expect((await change('password-of-user', 'short')).status).toBe(400);
    expect((await change('password-of-user', 'another-password')).status).toBe(204);
    expect((await newcomer.get('/api/v1/users')).status).toBe(200);
    expect((await api.client().login('newcomer', 'another-password')).status).toBe(200);
  });

  it('ends when the password is changed, wherever else it is open', async () => {
    const values = {
      userName: 'twice',
      password: 'password-of-user',
      role: 'MASTER',
      mustChangePassword: false,
      groupIds: [],
    };
    await api.master.post('/api/v1/users', values);
    const [here, there] = [api.client(), api.client()];
    await here.login('twice', 'password-of-user');
    await there.login('twice', 'password-of-user');
    const body = { currentPassword: 'password-of-user', newPassword: 'another-password' };
    await here.send('PUT', `${SESSION}/password`, { body });
    expect([(await here.get(SESSION)).status, (await there.get(SESSION)).status]).toEqual([200, 401]);
  });

  it('is refused to a Campaign Administrator or Supervisor whose groups are all disabled', async () => {
    const groupId = await api.group();
    const login = async (role: string): Promise<number> => {
      const values = { userName: `of-${role}`, password: 'password-of-user', role, groupIds: [groupId] };
      await api.master.post('/api/v1/users', values);
      return (await api.client().login(values.userName, values.password)).status;
    };
    await api.master.post(`/api/v1/groups/${groupId}/disable`);
    expect(await login('CAMPAIGN_SUPERVISOR')).toBe(403);
    expect(await login('CAMPAIGN_ADMINISTRATOR')).toBe(403);
    expect(await login('MANAGER')).toBe(200);
  });

  it('of a Campaign Administrator or Supervisor ends when the last of its groups is disabled', async () => {
    const groupIds = [await api.group(), await api.group()];
    const users = [
      await api.user('CAMPAIGN_ADMINISTRATOR', groupIds),
      await api.user('CAMPAIGN_SUPERVISOR', groupIds),
      await api.user('MANAGER', groupIds),
    ];
    const statuses = () => Promise.all(users.map(async (user) => (await user.get(SESSION)).status));
    await api.master.post(`/api/v1/groups/${groupIds[0]}/disable`);
    expect(await statuses()).toEqual([200, 200, 200]);
    await api.master.post(`/api/v1/groups/${groupIds[1]}/disable`);
    expect(await statuses()).toEqual([401, 401, 200]);
    await api.master.post(`/api/v1/groups/${groupIds[1]}/enable`);
    expect(await statuses()).toEqual([401, 401, 200]);
  });

  it('cannot be used by a page of another site', async () => {
    const forged = async (headers: Record<string, string>) =>
      (await api.master.post('/api/v1/groups', { name: JSON.stringify(headers) }, headers)).status;
    expect(await forged({ origin: 'https://evil.example' })).toBe(403);
    expect(await forged({ origin: 'null' })).toBe(403);
    expect(await forged({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await forged({ origin: api.service.url })).toBe(201);
    expect(await forged({ 'sec-fetch-site': 'same-origin' })).toBe(201);
  });

  it('leaves no password and no token in the log', async () => {
    const user: ApiClient = api.client();
    await user.login('master', 'second-password');
    await user.login('master', 'a-wrong-password');
    const log = api.logLines.join('');
    const secrets = [MASTER_PASSWORD, 'second-password', 'a-wrong-password', user.cookie.split('=')[1]!];
    for (const secret of secrets) expect(log).not.toContain(secret);
  });
});
