import { METRICS_TOKEN, startTestService, type TestService } from '../../support/test-service.js';

describe('the metrics', () => {
  let api: TestService;

  beforeAll(async () => {
    api = await startTestService();
  });
  afterAll(() => api.close());

  const metrics = (authorization?: string) =>
    api.client().send('GET', '/metrics', authorization === undefined ? {} : { headers: { authorization } });

  it('are for who knows the token of the configuration', async () => {
    expect((await metrics()).status).toBe(401);
    expect((await metrics('Bearer another-token-of-some-length')).status).toBe(401);
    expect((await api.master.get('/metrics')).status).toBe(401);
    expect((await metrics(`Bearer ${METRICS_TOKEN}`)).status).toBe(200);
  });

  it('tell of every instance how its calls went', async () => {
    await api.client().post('/donotcall', { number: '554181021119' });
    const { body: text } = await metrics(`Bearer ${METRICS_TOKEN}`);
    const labels = 'kind="dnc-provider",type="dnc-embedded",instance="Embedded Service"';
    expect(text).toContain(`marcador_plugin_in_service{${labels}} 1`);
    expect(text).toContain(`marcador_plugin_calls_total{${labels}} 1`);
    expect(text).toContain(`marcador_plugin_failures_total{${labels},cause="late"} 0`);
    expect(text).toContain(`marcador_plugin_breaker{${labels},state="closed"} 1`);
    expect(text).toMatch(/marcador_plugin_call_seconds\{.*quantile="0.99"\} [\d.e-]+\n/);
  });

  it('tell of every detector what it took for its frames', async () => {
    const { body: text } = await metrics(`Bearer ${METRICS_TOKEN}`);
    const labels = 'kind="amd-detector",type="amd-cadence",instance="Balanced"';
    expect(text).toContain(`marcador_plugin_breaker{${labels},state="closed"} 1`);
    expect(text).toContain(`marcador_plugin_undecided_total{${labels}} 0`);
    expect(text).toContain(`marcador_plugin_frames_total{${labels}} 0`);
    expect(text).toContain(`marcador_plugin_frame_max_seconds{${labels}} 0`);
  });

  it('tell the same when they are asked again', async () => {
    const first = await metrics(`Bearer ${METRICS_TOKEN}`);
    const second = await metrics(`Bearer ${METRICS_TOKEN}`);
    expect(second.body).toBe(first.body);
  });
});
