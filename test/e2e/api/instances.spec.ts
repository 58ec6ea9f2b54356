import { campaignDesk } from '../../support/campaign-api.js';
import { until } from '../../support/open-world.js';
import { silentQueue, startTestService, type TestService } from '../../support/test-service.js';

const DNC = '/api/v1/dnc-services';
const TARGETS = '/api/v1/dial-targets';

interface Instance {
  readonly id: string;
  readonly name: string;
}

describe('configured instances', () => {
  let api: TestService;
  let embedded: Instance;
  beforeAll(async () => {
    api = await startTestService();
    const services = (await api.master.get(DNC)).body as Instance[];
    embedded = services.find(({ name }) => name === 'Embedded Service')!;
  });
  afterAll(() => api.close());

  it('are there from the start for what a campaign needs', async () => {
    expect((await api.master.get(DNC)).body).toMatchObject([
      { name: 'Embedded Service', type: 'dnc-embedded', builtIn: true, keepsNumbers: true, inService: true },
    ]);
    expect((await api.master.get('/api/v1/amd-detectors')).body).toMatchObject([
      { name: 'Accurate', builtIn: true, config: { profile: 'accurate' } },
      { name: 'Balanced', builtIn: true, config: { profile: 'balanced' } },
      { name: 'Fast', builtIn: true, config: { profile: 'fast' } },
    ]);
    expect((await api.master.get('/api/v1/pacing-strategies')).body).toMatchObject([{ name: 'Progressive' }]);
  });

  it('are made from a type and values that fit its schema', async () => {
    const make = (config: object, name = 'Registry') =>
      api.master.post(DNC, { name, type: 'test-dnc', config });
    const made = await make({ baseUrl: 'https://dnc.example/' });
    expect([made.status, made.body]).toMatchObject([
      201,
      { name: 'Registry', inService: true, config: { baseUrl: 'https://dnc.example/', timeoutMs: 800 } },
    ]);
    expect((await make({ baseUrl: 'https://dnc.example/' })).status).toBe(409);
    const wrong = await make({ baseUrl: 'dnc.example', timeoutMs: 1 }, 'Wrong');
    expect([wrong.status, wrong.body]).toMatchObject([
      422,
      { details: [{ field: 'config.baseUrl' }, { field: 'config.timeoutMs' }] },
    ]);
    const unknown = await api.master.post(DNC, { name: 'Unknown', type: 'nothing', config: {} });
    expect([unknown.status, unknown.body]).toMatchObject([
      422,
      { message: expect.stringContaining('There is no type "nothing"') as string },
    ]);
  });

  it('show their secrets to nobody, and their values to Masters only', async () => {
    const config = { token: 'hunter2' };
    const made = await api.master.post(TARGETS, { name: 'Secret', type: 'test-target', config });
    expect(JSON.stringify(made.body)).not.toContain('hunter2');
    const { administrator } = await campaignDesk(api);
    const seen = (await administrator.get(TARGETS)).body as Record<string, unknown>[];
    expect(seen.find(({ name }) => name === 'Secret')).toBeDefined();
    expect(seen.some((instance) => 'config' in instance)).toBe(false);
  });

  it('can be tested before and after they are saved', async () => {
    const fault = { fault: 'It is switched off.' };
    const before = await api.master.post(`${TARGETS}/test`, { type: 'test-target', config: fault });
    expect(before.body).toEqual({ healthy: false, message: 'It is switched off.' });
    const made = await api.master.post(TARGETS, { name: 'Healthy', type: 'test-target', config: {} });
    const after = await api.master.get(`${TARGETS}/${(made.body as Instance).id}/health`);
    expect(after.body).toMatchObject({
      healthy: true,
      message: 'It answers.',
      figures: { calls: 0, failures: 0, breaker: 'closed' },
    });
    expect((await api.master.get(`${TARGETS}/${embedded.id}/health`)).status).toBe(404);
  });

  it('of dial targets tell their queues, or why they cannot', async () => {
    const make = async (name: string, config: object) => {
      const { body } = await api.master.post(TARGETS, { name, type: 'test-target', config });
      return api.master.get(`${TARGETS}/${(body as Instance).id}/queues`);
    };
    expect((await make('With queues', {})).body).toEqual([
      { id: 'sales', name: 'Sales', pilotNumber: '5000' },
      { id: 'support', name: 'Support' },
    ]);
    const broken = await make('Without', { fault: 'It is switched off.' });
    expect([broken.status, broken.body]).toMatchObject([503, { code: 'target-unreachable' }]);
  });

  describe('of dial targets, asked who is logged on to a queue,', () => {
    let targets = 0;
    const addressOf = async (queue: string) => {
      const name = `Agents ${++targets}`;
      const made = await api.master.post(TARGETS, { name, type: 'test-target', config: {} });
      return `${TARGETS}/${(made.body as Instance).id}/queues/${queue}/agents`;
    };

    it('tell each agent and how many are in which state', async () => {
      expect(await api.master.get(await addressOf('sales'))).toMatchObject({
        status: 200,
        body: {
          counts: { free: 1, talking: 0, wrapUp: 1, unavailable: 0, unknown: 0 },
          agents: [
            { id: 'u1', name: 'Ana of sales', state: 'free' },
            { id: 'u2', state: 'wrapUp' },
          ],
        },
      });
    });

    it('take whatever is in the address for the id of a queue', async () => {
      const odd = encodeURIComponent('a/b ?#ü');
      expect((await api.master.get(await addressOf(odd))).body).toMatchObject({
        agents: [{ name: 'Ana of a/b ?#ü' }, { id: 'u2' }],
      });
    });

    it('say why they cannot, in ten seconds at the latest', async () => {
      const path = await addressOf('silent');
      const asked = silentQueue.asked;
      const answer = api.master.get(path);
      await until(() => Promise.resolve(silentQueue.asked > asked));
      await api.clock.advance(10_000);
      expect(await answer).toMatchObject({
        status: 503,
        body: { code: 'target-unreachable', message: expect.stringContaining('10000 ms') as string },
      });
    });

    it('are not kept busy for a client that has left', async () => {
      const path = await addressOf('silent');
      const { asked, givenUp } = silentQueue;
      const answer = api.master.get(path).catch((error: unknown) => error);
      await until(() => Promise.resolve(silentQueue.asked > asked));
      api.master.abandon();
      await until(() => Promise.resolve(silentQueue.givenUp > givenUp));
      await answer;
    });
  });

  it('are offered with the JSON Schema of their type', async () => {
    const types = (await api.master.get('/api/v1/extensions')).body as { id: string; configSchema: object }[];
    expect(types.find(({ id }) => id === 'test-target')?.configSchema).toMatchObject({
      type: 'object',
      properties: { token: { writeOnly: true } },
    });
  });

  describe('that keep numbers', () => {
    const upload = (mode: string, csv: string, region = '&region=BR') =>
      api.master.csv(`${DNC}/${embedded.id}/numbers?mode=${mode}${region}`, csv);
    const listed = async (number: string) =>
      ((await api.client().post('/donotcall', { number })).body as { doNotCall?: boolean }).doNotCall;

    it('take a list, add to it, and replace it, and answer as a web service', async () => {
      expect((await upload('add', 'phone\n554181021119\n554181021120\n554181021119\n')).body).toEqual({
        read: 3,
        column: 1,
        added: 2,
        removed: 0,
        count: 2,
        rejectedTotal: 0,
        rejected: [],
      });
      expect((await upload('add', 'Ana,554181021121')).body).toMatchObject({ added: 1, count: 3 });
      expect(await listed('554181021121')).toBe(true);
      expect((await upload('replace', '(41) 8102-1122')).body).toMatchObject({
        added: 1,
        count: 1,
      });
      expect([await listed('554181021119'), await listed('554181021122')]).toEqual([false, true]);
      expect((await api.client().post('/donotcall', { number: '+55 41 8102-1122' })).body).toEqual({
        number: '554181021122',
        doNotCall: true,
      });
    });

    it('take the numbers of one column, as national ones of the region, and report every other row', async () => {
      const rows = [
        'Ana;(41) 8102-1130;Rua 7',
        'Bia;8102-11;4181021139',
        '4181021138;;Rua 8',
        'Eva;+351 912 345 678;Rua 9',
      ];
      expect((await upload('replace', rows.join('\n'))).body).toEqual({
        read: 4,
        column: 2,
        added: 2,
        removed: 0,
        count: 2,
        rejectedTotal: 2,
        rejected: [
          {
            line: 2,
            reason: 'The phone number is too long or too short for its country.',
            code: 'number-length',
            params: {},
          },
          { line: 3, reason: 'There is no phone number.', code: 'no-phone-number', params: {} },
        ],
      });
      for (const number of ['554181021130', '351912345678'])
        expect([number, await listed(number)]).toEqual([number, true]);
      for (const number of ['554181021138', '554181021139'])
        expect([number, await listed(number)]).toEqual([number, false]);
    });

    it('take the column that the header names', async () => {
      const answer = await upload('replace', 'Customer,Telefone\n4181021138,x\n4181021139,4181021130\n');
      expect(answer.body).toMatchObject({ read: 2, column: 2, count: 1, rejected: [{ line: 2 }] });
      expect(await listed('554181021130')).toBe(true);
    });

    it('need to be told the region of national numbers', async () => {
      const answer = await upload('replace', '4181021119', '');
      expect([answer.status, (answer.body as { message: string }).message]).toEqual([
        400,
        'region: This is needed.',
      ]);
    });

    it('keep the list they have when a file is no CSV', async () => {
      await upload('replace', '554181021119');
      expect((await upload('replace', '')).status).toBe(400);
      expect((await upload('replace', 'a,"b\n554181021120\n')).status).toBe(400);
      expect((await upload('other', '554181021120')).status).toBe(400);
      const ambiguous = await upload('replace', 'Ana,554181021120,554181021121\n');
      expect([ambiguous.status, ambiguous.body]).toMatchObject([400, { code: 'which-column' }]);
      const none = await upload('replace', 'Phone\nto follow\n');
      expect([none.status, none.body]).toMatchObject([
        400,
        {
          code: 'no-numbers',
          message: expect.stringContaining('No row of the file has a phone number') as string,
        },
      ]);
      const onlyHeader = await upload('replace', 'Phone\n');
      expect([onlyHeader.status, onlyHeader.body]).toMatchObject([400, { code: 'no-numbers' }]);
      expect((await api.master.get(`${DNC}/${embedded.id}/numbers`)).body).toMatchObject({ count: 1 });
    });

    it('are the only ones that do', async () => {
      const config = { baseUrl: 'https://dnc.example/' };
      const made = await api.master.post(DNC, { name: 'Keeps none', type: 'test-dnc', config });
      const answer = await api.master.csv(
        `${DNC}/${(made.body as Instance).id}/numbers?mode=add&region=BR`,
        '554181021119',
      );
      expect([answer.status, answer.body]).toMatchObject([409, { code: 'keeps-no-numbers' }]);
    });

    it('answer nothing about what is no number', async () => {
      for (const body of [
        {},
        { number: 'abc' },
        { number: 554181021119 },
        { number: '554181021119', more: 1 },
      ]) {
        expect((await api.client().post('/donotcall', body)).status).toBe(400);
      }
    });
  });
});
