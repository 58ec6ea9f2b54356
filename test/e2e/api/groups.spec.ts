import type { ApiClient } from '../../support/api-client.js';
import { startTestService, type TestService } from '../../support/test-service.js';

const GROUPS = '/api/v1/groups';

interface Group {
  readonly id: string;
  readonly version: number;
  readonly name: string;
}

describe('a dialer group', () => {
  let api: TestService;
  beforeAll(async () => {
    api = await startTestService();
  });
  afterAll(() => api.close());

  const make = async (name: string): Promise<Group> =>
    (await api.master.post(GROUPS, { name, description: 'Before' })).body as Group;
  const patch = (client: ApiClient, { id }: Pick<Group, 'id'>, body: object) =>
    client.send('PATCH', `${GROUPS}/${id}`, { body });

  it('is made, shown and changed by a Master', async () => {
    const group = await make('Sales');
    expect(group).toMatchObject({ name: 'Sales', enabled: true, version: 1 });
    const changed = await patch(api.master, group, { version: 1, name: ' Support ' });
    expect(changed.body).toEqual({ ...group, name: 'Support', version: 2 });
    expect((await api.master.get(`${GROUPS}/${group.id}`)).body).toEqual(changed.body);
  });

  it('needs a name of its own, whatever the case', async () => {
    const [one, other] = [await make('Norte'), await make('Sul')];
    expect((await api.master.post(GROUPS, { name: 'NORTE' })).body).toMatchObject({ code: 'name-taken' });
    expect((await patch(api.master, other, { version: 1, name: 'norte' })).body).toMatchObject({
      code: 'name-taken',
    });
    expect((await patch(api.master, one, { version: 1, name: 'NORTE' })).status).toBe(200);
  });

  it('is seen, enabled and disabled by a Manager who has it, and does not exist for another one', async () => {
    const [own, foreign] = [await make('Own'), await make('Foreign')];
    const manager = await api.user('MANAGER', [own.id]);
    expect((await manager.get(`${GROUPS}/${own.id}`)).body).toEqual(own);
    expect((await manager.post(`${GROUPS}/${own.id}/disable`)).body).toMatchObject({ enabled: false });
    expect((await manager.post(`${GROUPS}/${own.id}/enable`)).body).toMatchObject({ enabled: true });
    expect((await manager.get(GROUPS)).body).toMatchObject({ total: 1, items: [{ name: 'Own' }] });
    expect((await patch(manager, own, { version: 3, name: 'Mine' })).status).toBe(403);
    expect((await manager.get(`${GROUPS}/${foreign.id}`)).status).toBe(404);
    expect((await manager.post(`${GROUPS}/${foreign.id}/disable`)).status).toBe(404);
  });

  it('of a stale version is refused with what is different now, when two change it at once', async () => {
    const group = await make('Contested');
    const answers = await Promise.all(
      ['One', 'Other'].map((description) =>
        patch(api.master, group, { version: 1, name: 'Contested', description }),
      ),
    );
    const [won, lost] = answers.sort((a, b) => a.status - b.status);
    const { description } = won!.body as { description: string };
    expect(lost!.body).toMatchObject({
      statusCode: 409,
      code: 'stale-version',
      currentVersion: 2,
      details: [
        { field: 'description', yours: description === 'One' ? 'Other' : 'One', current: description },
      ],
    });
  });

  it('is listed by name, searched and sorted', async () => {
    const list = async (query: string) => {
      const { items } = (await api.master.get(`${GROUPS}?search=listed&${query}`)).body as { items: Group[] };
      return items.map(({ name }) => name);
    };
    const [, second] = [await make('Listed b'), await make('LISTED A')];
    await api.master.post(`${GROUPS}/${second.id}/disable`);
    expect(await list('')).toEqual(['LISTED A', 'Listed b']);
    expect(await list('sort=enabled&order=desc')).toEqual(['Listed b', 'LISTED A']);
    expect(await list('pageSize=1&page=2')).toEqual(['Listed b']);
  });
});
