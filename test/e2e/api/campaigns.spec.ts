import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../../support/api-client.js';
import { campaignDesk, type CampaignDesk } from '../../support/campaign-api.js';
import { startTestService, type TestService } from '../../support/test-service.js';

const CAMPAIGNS = '/api/v1/campaigns';
const text = expect.any(String) as string;

describe('a campaign', () => {
  let api: TestService;
  let desk: CampaignDesk;
  let administrator: ApiClient;
  beforeAll(async () => {
    api = await startTestService();
    desk = await campaignDesk(api);
    administrator = desk.administrator;
  });
  afterAll(() => api.close());

  const create = (changes: Record<string, unknown>) => administrator.post(CAMPAIGNS, desk.values(changes));
  const errorOf = async (changes: Record<string, unknown>) => {
    const { status, body } = await create(changes);
    const { details = [] } = body as { details?: { field: string }[] };
    return [status, ...details.map(({ field }) => field)];
  };

  it('is checked with all the do-not-call services that it names, none of which can be removed', async () => {
    const made = await api.master.post('/api/v1/dnc-services', {
      ...{ name: 'Company list', type: 'dnc-embedded', config: {} },
    });
    const { id } = made.body as { id: string };
    const all = (await api.master.get('/api/v1/dnc-services')).body as { id: string; builtIn: boolean }[];
    const ids = [all.find(({ builtIn }) => builtIn)?.id, id];
    const { status, body } = await create({ dncServiceIds: ids });
    expect([status, body]).toMatchObject([
      201,
      {
        dncServices: [
          { name: 'Embedded Service', builtIn: true },
          { id, name: 'Company list', builtIn: false },
        ],
      },
    ]);
    expect((await api.master.send('DELETE', `/api/v1/dnc-services/${id}`)).status).toBe(409);
  });

  it('gets the defaults of the manual, the built-in instances, and an entry for each of its weekdays', async () => {
    const { status, body } = await create({ name: 'Defaults' });
    expect(status).toBe(201);
    expect(body).toMatchObject({
      name: 'Defaults',
      description: '',
      state: 'STOPPED',
      group: { id: desk.groupId, enabled: true },
      weekdays: [1, 2, 3, 4, 5],
      startTime: '08:00',
      endTime: '18:00',
      maxAttempts: 5,
      retryAfterMinutes: 60,
      target: { id: desk.targetId, type: 'test-target' },
      queue: { id: 'sales', name: 'Sales' },
      dncServices: [{ name: 'Embedded Service', builtIn: true }],
      answeringMachineDetection: true,
      amdDetector: { name: 'Balanced', builtIn: true },
      undecidedMeans: 'PERSON',
      amdExplanations: false,
      pacingStrategy: { name: 'Progressive', builtIn: true },
    });
    const schedule = await administrator.get(`${CAMPAIGNS}/${(body as { id: string }).id}/schedule`);
    const entries = schedule.body as { date: string }[];
    expect(entries.map(({ date }) => date.slice(5))).toEqual([
      '11-23',
      '11-24',
      '11-25',
      '11-26',
      '11-27',
      '11-30',
      '12-01',
      '12-02',
      '12-03',
      '12-04',
    ]);
    expect(entries[0]).toMatchObject({
      state: 'NOT_RUNNING',
      opensAt: '2026-11-23T11:00:00.000Z',
      closesAt: '2026-11-23T21:00:00.000Z',
      startOffset: 'GMT-3',
      endOffset: 'GMT-3',
    });
  });

  it('says what a call counts as of which the detector cannot tell, and whether it is kept what that heard', async () => {
    const { status, body } = await create({ undecidedMeans: 'MACHINE', amdExplanations: true });
    const { id, version } = body as { id: string; version: number };
    expect([status, body]).toMatchObject([201, { undecidedMeans: 'MACHINE', amdExplanations: true }]);
    const changes = { version, undecidedMeans: 'PERSON', amdExplanations: false };
    const changed = await administrator.send('PATCH', `${CAMPAIGNS}/${id}`, { body: changes });
    expect([changed.status, changed.body]).toMatchObject([
      200,
      { undecidedMeans: 'PERSON', amdExplanations: false },
    ]);
  });

  it('takes 1 to 100 attempts and 1 to 1440 minutes, and nothing beyond', async () => {
    expect(await errorOf({ maxAttempts: 1, retryAfterMinutes: 1 })).toEqual([201]);
    expect(await errorOf({ maxAttempts: 100, retryAfterMinutes: 1440 })).toEqual([201]);
    expect(await errorOf({ maxAttempts: 0 })).toEqual([400, 'maxAttempts']);
    expect(await errorOf({ maxAttempts: 101 })).toEqual([400, 'maxAttempts']);
    expect(await errorOf({ maxAttempts: 2.5 })).toEqual([400, 'maxAttempts']);
    expect(await errorOf({ retryAfterMinutes: 0 })).toEqual([400, 'retryAfterMinutes']);
    expect(await errorOf({ retryAfterMinutes: 1441 })).toEqual([400, 'retryAfterMinutes']);
  });

  it.each([
    ['name', ' '],
    ['name', 'x'.repeat(101)],
    ['groupId', 'sales'],
    ['startDate', '2026-02-30'],
    ['endDate', '1.12.2026'],
    ['startTime', '8:00'],
    ['endTime', '24:01'],
    ['weekdays', []],
    ['weekdays', [0]],
    ['weekdays', [1, 1]],
    ['weekdays', 'monday'],
    ['timeZone', 'Brasilia'],
    ['defaultRegion', 'Brazil'],
    ['pilotNumber', 'sales desk'],
    ['callerNumber', '+49 30 1234'],
    ['callerName', 5],
    ['company', 5],
    ['queueId', ''],
    ['answeringMachineDetection', 'yes'],
    ['amdDetectorId', null],
    ['undecidedMeans', 'NOBODY'],
    ['amdExplanations', 'yes'],
    ['colour', 'red'],
  ])('names the field %s when its value is %j', async (field, value) => {
    const { status, body } = await create({ [field]: value });
    expect(status).toBe(400);
    expect(body).toEqual({
      statusCode: 400,
      code: 'validation-failed',
      message: expect.stringMatching(new RegExp(`^${field}: `)) as string,
      reason: 'validation-failed',
      params: {},
      details: [
        {
          field,
          message: text,
          code: expect.stringMatching(/^(not|unknown)-/) as string,
          params: expect.any(Object) as object,
        },
      ],
    });
  });

  it.each([
    ['endDate', { endDate: '2026-11-22' }],
    ['endDate', { startDate: '2026-11-01', endDate: '2026-11-20' }],
    ['endDate', { endDate: '2036-11-23' }],
    ['endTime', { endTime: '08:00' }],
    ['weekdays', { endDate: '2026-11-24', weekdays: [6, 7] }],
    ['groupId', { groupId: '00000000-0000-4000-8000-000000000000' }],
    ['targetId', { targetId: '00000000-0000-4000-8000-000000000000' }],
    ['dncServiceIds', { dncServiceIds: ['00000000-0000-4000-8000-000000000000'] }],
    ['dncServiceIds', { dncServiceIds: [] }],
    ['amdDetectorId', { amdDetectorId: '00000000-0000-4000-8000-000000000000' }],
    ['pacingStrategyId', { pacingStrategyId: '00000000-0000-4000-8000-000000000000' }],
  ])('is refused as impossible, naming %s, with %j', async (field, changes) => {
    expect(await errorOf(changes)).toEqual([422, field]);
  });

  it('is refused with a queue that the target does not have, which are named', async () => {
    const { status, body } = await create({ queueId: 'nowhere' });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      message: 'The dial target has no queue "nowhere"; it has: sales (Sales), support (Support).',
    });
  });

  it('is refused, and not saved unchecked, while the target does not answer', async () => {
    const broken = await api.master.post('/api/v1/dial-targets', {
      name: 'Broken',
      type: 'test-target',
      config: { fault: 'The contact center does not answer.' },
    });
    const { status, body } = await create({
      name: 'Unchecked',
      targetId: (broken.body as { id: string }).id,
    });
    expect(status).toBe(503);
    expect(body).toMatchObject({
      code: 'target-unreachable',
      message: expect.stringContaining('The contact center does not answer.') as string,
    });
    const found = await administrator.get(`${CAMPAIGNS}?search=unchecked`);
    expect(found.body).toMatchObject({ total: 0 });
  });

  it('has a name of its own', async () => {
    await create({ name: 'Twice' });
    const { status, body } = await create({ name: ' TWICE ' });
    expect([status, (body as { code: string }).code]).toEqual([409, 'name-taken']);
  });

  it('is refused to, and not started in, a disabled group', async () => {
    const other = await campaignDesk(api);
    const id = await other.campaign();
    const openGroup = await api.group();
    const user = await api.user('CAMPAIGN_ADMINISTRATOR', [other.groupId, openGroup]);
    await api.master.post(`/api/v1/groups/${other.groupId}/disable`);
    expect((await user.post(CAMPAIGNS, other.values())).status).toBe(422);
    const { status, body } = await user.post(`${CAMPAIGNS}/${id}/start`);
    expect([status, (body as { code: string }).code]).toEqual([409, 'group-disabled']);
    await api.master.post(`/api/v1/groups/${other.groupId}/enable`);
    expect((await user.post(`${CAMPAIGNS}/${id}/start`)).body).toMatchObject({ state: 'STARTED' });
    await api.master.post(`/api/v1/groups/${other.groupId}/disable`);
    expect((await user.get(`${CAMPAIGNS}/${id}`)).body).toMatchObject({ state: 'STARTED' });
    expect((await user.post(`${CAMPAIGNS}/${id}/stop`)).body).toMatchObject({ state: 'STOPPED' });
    expect((await user.post(`${CAMPAIGNS}/${id}/start`)).status).toBe(409);
  });

  it('is not moved to a disabled group, but out of one', async () => {
    const other = await campaignDesk(api);
    const disabled = await api.group();
    const user = await api.user('CAMPAIGN_ADMINISTRATOR', [other.groupId, disabled]);
    const path = `${CAMPAIGNS}/${await other.campaign()}`;
    const move = (version: number, groupId: string) =>
      user.send('PATCH', path, { body: { version, groupId, description: `after version ${version}` } });
    expect((await move(1, disabled)).status).toBe(200);
    await api.master.post(`/api/v1/groups/${disabled}/disable`);
    // What is in a disabled group can be changed where it is.
    expect((await move(2, disabled)).status).toBe(200);
    expect((await move(3, other.groupId)).body).toMatchObject({ group: { id: other.groupId }, version: 4 });
    const back = await move(4, disabled);
    expect([back.status, back.body]).toMatchObject([422, { details: [{ field: 'groupId' }] }]);
  });

  it('is stopped, in the engine too, when its id is written in capitals', async () => {
    const id = await desk.campaign();
    await administrator.post(`${CAMPAIGNS}/${id}/start`);
    await administrator.post(`${CAMPAIGNS}/${id.toUpperCase()}/stop`);
    const { body } = await administrator.get(`${CAMPAIGNS}/${id}/progress`);
    expect(body).toMatchObject({ started: false, hindrances: [{ kind: 'stopped' }] });
  });

  it('is changed and removed only while it is stopped', async () => {
    const id = await desk.campaign();
    const change = (body: object) => administrator.send('PATCH', `${CAMPAIGNS}/${id}`, { body });
    const path = `${CAMPAIGNS}/${id}`;
    expect((await administrator.post(`${path}/start`)).body).toMatchObject({ state: 'STARTED' });
    expect((await change({ version: 1, description: 'new' })).status).toBe(409);
    expect((await administrator.send('DELETE', path)).status).toBe(409);
    expect((await administrator.post(`${path}/stop`)).body).toMatchObject({ state: 'STOPPED' });

    const { version } = (await administrator.get(path)).body as { version: number };
    const changed = await change({
      version,
      description: 'new',
      answeringMachineDetection: false,
      queueId: 'support',
    });
    expect(changed.body).toMatchObject({
      description: 'new',
      answeringMachineDetection: false,
      amdDetector: null,
      queue: { id: 'support', name: 'Support' },
      maxAttempts: 5,
    });
    expect((await change({ version, description: 'newer' })).body).toMatchObject({ code: 'stale-version' });
    expect((await change({ version: version + 1, weekdays: [1] })).status).toBe(400);
    expect((await administrator.send('DELETE', path)).status).toBe(204);
    expect((await administrator.get(path)).status).toBe(404);
  });

  it('shows its own caller, or that of the trunk again', async () => {
    const path = `${CAMPAIGNS}/${await desk.campaign({ callerNumber: '+554130304040', callerName: ' Acme ' })}`;
    const { body } = await administrator.get(path);
    expect(body).toMatchObject({ callerNumber: '+554130304040', callerName: 'Acme' });
    const { version } = body as { version: number };
    const changed = await administrator.send('PATCH', path, { body: { version, callerNumber: '' } });
    expect(changed.body).toMatchObject({ callerNumber: '', callerName: 'Acme' });
  });

  it('calls on behalf of the company that it names', async () => {
    const path = `${CAMPAIGNS}/${await desk.campaign({ company: ' Acme Ltda ' })}`;
    const { body } = await administrator.get(path);
    expect(body).toMatchObject({ company: 'Acme Ltda' });
    const { version } = body as { version: number };
    const changed = await administrator.send('PATCH', path, { body: { version, company: '' } });
    expect(changed.body).toMatchObject({ company: '' });
  });

  it('of a stale version is refused with what is different now, when two change it at once', async () => {
    const path = `${CAMPAIGNS}/${await desk.campaign({ description: 'before' })}`;
    const other = await api.user('CAMPAIGN_ADMINISTRATOR', [desk.groupId]);
    const change = (user: ApiClient, description: string) =>
      user.send('PATCH', path, {
        body: {
          version: 1,
          description,
          maxAttempts: 5,
          answeringMachineDetection: true,
          targetId: desk.targetId,
        },
      });
    const answers = await Promise.all([change(administrator, 'one'), change(other, 'other')]);
    const [won, lost] = answers.sort((a, b) => a.status - b.status);
    expect([won.status, lost.status]).toEqual([200, 409]);
    const { description: current } = won.body as { description: string };
    expect(lost.body).toMatchObject({
      code: 'stale-version',
      currentVersion: 2,
      details: [{ field: 'description', yours: current === 'one' ? 'other' : 'one', current }],
    });
    expect((await administrator.get(path)).body).toMatchObject({ version: 2, description: current });
  });

  it('is shown with its leads in every status, which add up', async () => {
    const id = await desk.campaign();
    await administrator.csv(`${CAMPAIGNS}/${id}/leads`, 'Ana,554183015031\nBob,554183015032');
    const { body } = await administrator.get(`${CAMPAIGNS}/${id}/summary`);
    expect(body).toMatchObject({
      campaign: { id },
      total: 2,
      unfinished: 2,
      leads: {
        NOT_CALLED: 2,
        SUCCESS: 0,
        FAILURE: 0,
        BUSY: 0,
        DECLINE: 0,
        AMD: 0,
        SERVICE_TEMPORARILY_UNAVAILABLE: 0,
        DO_NOT_CALL: 0,
        UNKNOWN: 0,
      },
    });
  });

  it('is listed by name, page by page', async () => {
    const other = await campaignDesk(api);
    for (const name of ['Zebra', 'Ant', 'Bee']) await other.campaign({ name });
    const { body } = await other.administrator.get(`${CAMPAIGNS}?page=1&pageSize=2`);
    expect(body).toMatchObject({ items: [{ name: 'Ant' }, { name: 'Bee' }], total: 3, page: 1, pageSize: 2 });
    expect((await other.administrator.get(`${CAMPAIGNS}?page=2&pageSize=2`)).body).toMatchObject({
      items: [{ name: 'Zebra' }],
    });
    expect((await other.administrator.get(`${CAMPAIGNS}?sort=name&order=desc`)).body).toMatchObject({
      items: [{ name: 'Zebra' }, { name: 'Bee' }, { name: 'Ant' }],
    });
    for (const query of ['pageSize=0', 'sort=password', 'order=up'])
      expect((await other.administrator.get(`${CAMPAIGNS}?${query}`)).status).toBe(400);
  });

  it('of another group does not exist, whatever is asked of it', async () => {
    const id = await desk.campaign();
    const stranger = await api.user('CAMPAIGN_ADMINISTRATOR', [await api.group()]);
    const path = `${CAMPAIGNS}/${id}`;
    const answers = [
      await stranger.get(path),
      await stranger.get(`${path}/summary`),
      await stranger.get(`${path}/schedule`),
      await stranger.get(`${path}/leads`),
      await stranger.get(`${path}/live`),
      await stranger.csv(`${path}/leads`, 'Ana,554183015031'),
      await stranger.post(`${path}/start`),
      await stranger.post(`${path}/stop`),
      await stranger.send('PATCH', path, { body: { version: 1, description: 'mine' } }),
      await stranger.send('DELETE', path),
    ];
    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 404));
    // Not by a word does it differ from one that was never made.
    const unknown = randomUUID();
    const neverMade = JSON.stringify((await stranger.get(`${CAMPAIGNS}/${unknown}`)).body);
    expect(answers[0]?.body).toEqual(JSON.parse(neverMade.replace(unknown, id)));
    expect((await stranger.get(CAMPAIGNS)).body).toMatchObject({ total: 0 });
    expect((await stranger.post(CAMPAIGNS, desk.values())).status).toBe(422);
    expect((await administrator.get(path)).body).toMatchObject({ state: 'STOPPED', description: '' });
  });

  it('of the own groups can be seen by a Supervisor, and of all groups by a Master', async () => {
    const id = await desk.campaign();
    const supervisor = await api.user('CAMPAIGN_SUPERVISOR', [desk.groupId]);
    for (const viewer of [supervisor, api.master]) {
      expect((await viewer.get(`${CAMPAIGNS}/${id}/summary`)).status).toBe(200);
      expect((await viewer.get(`${CAMPAIGNS}/${id}/schedule`)).status).toBe(200);
    }
    expect((await supervisor.get(`${CAMPAIGNS}/${id}/leads`)).status).toBe(403);
    expect((await api.master.post(`${CAMPAIGNS}/${id}/start`)).status).toBe(403);
  });
});
