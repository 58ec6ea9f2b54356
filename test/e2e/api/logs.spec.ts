import { gunzipSync } from 'node:zlib';
import { logFolder } from '@marcador/dialer/system/log-folder.js';
import { CONFIGURATION } from '@marcador/dialer/tokens.js';
import { createLog } from '@marcador/platform/logging.js';
import { LogRing } from '@marcador/platform/log-ring.js';
import type { ApiClient } from '../../support/api-client.js';
import { startTestService, type TestService } from '../../support/test-service.js';

const LOGS = '/api/v1/system/logs';

describe('the log of the service', () => {
  let api: TestService;
  let ring: LogRing;
  beforeAll(async () => {
    api = await startTestService();
    const { dataDir } = api.service.app.get<{ dataDir: string }>(CONFIGURATION);
    const failed = (error: Error) => {
      throw error;
    };
    ring = new LogRing({ folder: logFolder(dataDir), fileBytes: 2000, files: 3 }, failed);
  });
  afterAll(async () => {
    ring.close();
    await api.close();
  });

  const download = async (query = '', asker: ApiClient = api.master) => {
    const response = await asker.open('GET', LOGS + query);
    const pieces: Buffer[] = [];
    for await (const piece of response as AsyncIterable<Buffer>) pieces.push(piece);
    expect([response.statusCode, response.headers['content-type']]).toEqual([200, 'application/gzip']);
    expect(response.headers['content-disposition']).toMatch(
      /^attachment; filename="marcador-[\w.-]+\.ndjson\.gz"$/,
    );
    const lines = gunzipSync(Buffer.concat(pieces)).toString().trimEnd().split('\n');
    return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  it('is nothing before anything was written', async () => {
    expect(await download()).toEqual([]);
  });

  it('is downloaded over all its files, without secrets, numbers masked on request', async () => {
    const log = createLog('debug', ring);
    for (let entry = 0; entry < 20; entry++)
      log.debug({ entry, number: '554183015031', password: 'hunter2' }, 'INVITE sip:554183015031@carrier');
    ring.write('{"level":"info","token":"hunter2","msg":"cut o\n');
    ring.write('{"level":"info","token":"hunter2","to":"554183015031","msg":"of old"}\n');

    const whole = await download();
    expect(whole).toHaveLength(22);
    expect(whole[0]).toMatchObject({ entry: 0, number: '554183015031', password: '[secret]' });
    expect(whole.at(-1)).toMatchObject({ to: '554183015031', token: '[secret]' });
    const masked = await download('?maskNumbers=true');
    expect(masked).toHaveLength(22);
    expect(JSON.stringify(masked)).not.toContain('554183015031');
    expect(masked[0]).toMatchObject({ number: '55418*****31', msg: 'INVITE sip:55418*****31@carrier' });
  });

  it('is for Masters', async () => {
    const group = await api.group();
    for (const role of ['MANAGER', 'CAMPAIGN_ADMINISTRATOR', 'CAMPAIGN_SUPERVISOR'] as const)
      expect((await (await api.user(role, [group])).get(LOGS)).status).toBe(403);
    expect((await api.client().get(LOGS)).status).toBe(401);
    expect((await api.master.get(`${LOGS}?maskNumbers=yes`)).status).toBe(400);
  });
});
