import { PassThrough } from 'node:stream';
import { startTestService, type TestService } from '../../support/test-service.js';

describe('a request that does not come to its end', () => {
  let api: TestService;
  beforeAll(async () => {
    api = await startTestService();
  });
  afterAll(() => api.close());

  /** Sends something of the body only. */
  const begin = (path: string, type: string) => {
    const body = new PassThrough();
    body.write('{');
    return api.master.open('POST', path, { headers: { 'content-type': type }, body });
  };

  it('is cut off', async () => {
    let failed: unknown;
    begin('/api/v1/groups', 'application/json').catch((error: unknown) => (failed = error));
    while (failed === undefined) await api.clock.advance(60_000);
    expect(failed).toMatchObject({ code: 'ECONNRESET' });
  });

  it('is cut off also when it has been refused', async () => {
    const refusal = await begin('/api/v1/dnc-services/x/numbers', 'text/csv');
    expect(refusal.statusCode).toBe(400);
    let isCutOff = false;
    refusal.socket.once('close', () => (isCutOff = true));
    await api.clock.advance(299_000);
    expect(isCutOff).toBe(false);
    while (!isCutOff) await api.clock.advance(1000);
  });
});
