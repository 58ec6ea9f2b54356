import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationSchema } from '@marcador/dialer/configuration.schema.js';
import { startService, type RunningService } from '@marcador/dialer/service.js';
import dncEmbedded from '@marcador/dnc-embedded';
import type { Role } from '@marcador/domain/permissions.js';
import pacingProgressive from '@marcador/pacing-progressive';
import type { PortPool, PortState } from '@marcador/telephony/dialer-port.js';
import { createLog } from '@marcador/platform/logging.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import { defineAmdDetector, defineDialTarget, defineDncProvider, secret } from '@marcador/plugin-api';
import { z } from 'zod';
import { ApiClient } from './api-client.js';
import { builtIn } from './built-in.js';
import { createTestDatabase } from './test-database.js';

export const MASTER_PASSWORD = 'first-password';

/** The service with a database, a clock and plugins of the test's own. It places no calls. */
export interface TestService {
  readonly service: RunningService;
  readonly databaseUrl: string;
  readonly dataDir: string;
  readonly clock: ManualClock;
  /** Every line of the log. */
  readonly logLines: readonly string[];
  /** The Master, whose password has been changed. */
  readonly master: ApiClient;
  /** Somebody who is not logged in. */
  client(): ApiClient;
  /** Makes a user, and logs it in. */
  user(role: Role, groupIds: readonly string[]): Promise<ApiClient>;
  /** Makes a dialer group. @returns its id */
  group(name?: string): Promise<string>;
  close(): Promise<void>;
}

/** The queue "silent" of test targets: never tells its agents. */
export const silentQueue = {
  asked: 0,
  givenUp: 0,
  ask: (signal: AbortSignal) => {
    silentQueue.asked++;
    signal.addEventListener('abort', () => silentQueue.givenUp++);
    return new Promise<never>(() => {});
  },
};

/** A dial target with two queues; what is configured as its fault happens. */
const testTarget = defineDialTarget({
  id: 'test-target',
  displayName: 'Test target',
  config: z.object({
    fault: z.string().optional(),
    token: secret().optional(),
    retries: z.int().optional(),
  }),
  create: ({ fault }) => ({
    queues: () =>
      fault === undefined
        ? Promise.resolve([
            { id: 'sales', name: 'Sales', pilotNumber: '5000' },
            { id: 'support', name: 'Support' },
          ])
        : Promise.reject(new Error(fault)),
    watch: (_, observer) => observer.update({ free: [], loggedOn: 2 }),
    agents: (queueId, signal) =>
      queueId === 'silent'
        ? silentQueue.ask(signal)
        : Promise.resolve([
            { id: 'u1', name: `Ana of ${queueId}`, state: 'free' },
            { id: 'u2', state: 'wrapUp' },
          ]),
    health: () => Promise.resolve({ healthy: fault === undefined, message: fault ?? 'It answers.' }),
  }),
});

const testDnc = defineDncProvider({
  id: 'test-dnc',
  displayName: 'Test registry',
  config: z.object({ baseUrl: z.url(), timeoutMs: z.int().min(50).default(800) }),
  create: ({ baseUrl }) => ({ check: () => Promise.resolve({ listed: baseUrl.includes('listed') }) }),
});

const testDetector = defineAmdDetector({
  id: 'amd-cadence',
  displayName: 'Cadence',
  module: import.meta.url,
  config: z.object({ profile: z.string().default('balanced') }),
  create: () => ({
    limitMs: 1000,
    analyse: () => {
      throw new Error('no call is placed here');
    },
  }),
});

/** One that follows greetings, or not, as it is configured. */
const testGreetingDetector = defineAmdDetector({
  id: 'test-greetings',
  displayName: 'Test greetings',
  module: import.meta.url,
  config: z.object({ follows: z.boolean().default(true) }),
  create: ({ follows }) => {
    const verdict = {
      answeredBy: 'HUMAN',
      reason: 'time-limit',
      confidence: 0,
      atMs: 0,
      measurements: {},
    } as const;
    const analysis = { push: () => verdict, finish: () => verdict };
    return {
      limitMs: 1000,
      analyse: () => (follows ? { ...analysis, pushGreeting: () => undefined } : analysis),
    };
  },
});

const DETECTORS = [testDetector, testGreetingDetector];
const PLUGINS = [dncEmbedded, pacingProgressive, testTarget, testDnc, ...DETECTORS].map(builtIn);

/** What Prometheus would know. */
export const METRICS_TOKEN = 'token-of-the-metrics';

/** Ports that carry no calls. */
const idlePorts = (states: readonly PortState[]): PortPool => ({
  acquire: () => undefined,
  idle: 0,
  onAvailable: () => undefined,
  states: () => states,
  trunks: () =>
    [...new Set(states.map(({ trunk }) => trunk))].map((name) => {
      const ports = states.filter(({ trunk }) => trunk === name);
      const registered = ports.filter(({ registration }) => registration === 'registered').length;
      const busy = ports.filter((port) => port.busy).length;
      const callsPerSecond = { used: 0, limit: 10 };
      const idle = registered - busy;
      return { name, ports: ports.length, registered, busy, idle, callsPerSecond, servers: [] };
    }),
  hindrances: [{ kind: 'no-port-registered', ports: 0, refused: [] }],
});

/** What a test service is started with. */
interface TestServiceOptions {
  /** A service that was stopped: this one goes on with its database and its folder, which stay that one's to close. */
  readonly after?: TestService;
  /** `secrets` of the configuration. */
  readonly secrets?: { readonly keys: readonly string[] };
}

/** Starts the service on a copy of the migrated database. @param ports what it tells of its dialer ports */
export async function startTestService(
  ports: readonly PortState[] = [],
  { after, secrets }: TestServiceOptions = {},
): Promise<TestService> {
  const database = after === undefined ? await createTestDatabase() : undefined;
  const databaseUrl = database?.url ?? after!.databaseUrl;
  const dataDir = after?.dataDir ?? (await mkdtemp(join(tmpdir(), 'marcador-service-')));
  const clock = new ManualClock('2026-11-23T12:00:00Z');
  const logLines: string[] = [];
  const service = await startService(
    configurationSchema.parse({
      telephony: {
        trunks: [
          {
            servers: ['127.0.0.1'],
            domain: 'example.com',
            ports: [{ user: '100', password: 'p' }],
          },
        ],
      },
      dataDir,
      database: { url: databaseUrl },
      ...(secrets && { secrets }),
      https: { port: 0, address: '127.0.0.1' },
      metrics: { token: METRICS_TOKEN },
      bootstrap: { masterPassword: MASTER_PASSWORD },
      dialing: { shutdownTimeoutMs: 1000 },
    }),
    {
      plugins: PLUGINS,
      pluginSettleMs: 0,
      ports: idlePorts(ports),
      log: createLog('info', { write: (line) => void logLines.push(line) }),
      clock,
      onFirstMaster: () => undefined,
      onFatal: (reason) => logLines.push(reason),
    },
  );
  const client = () => new ApiClient(service.url, service.certificate.cert);
  const master = client();
  if (after === undefined) {
    await master.login('master', MASTER_PASSWORD);
    await master.send('PUT', '/api/v1/session/password', {
      body: { currentPassword: MASTER_PASSWORD, newPassword: 'second-password' },
    });
  } else await master.login('master', 'second-password');

  let made = 0;
  const user = async (role: Role, groupIds: readonly string[]) => {
    const userName = `user-${++made}`;
    const values = { userName, password: 'password-of-user', mustChangePassword: false, role, groupIds };
    const answer = await master.post('/api/v1/users', values);
    if (answer.status !== 201) throw new Error(`The user was not made: ${JSON.stringify(answer.body)}`);
    const session = client();
    await session.login(userName, 'password-of-user');
    return session;
  };
  const group = async (name = `Group ${++made}`) => {
    const { body } = await master.post('/api/v1/groups', { name });
    return (body as { id: string }).id;
  };
  const close = async () => {
    await service.stop();
    if (database === undefined) return;
    await database.dropped();
    await rm(dataDir, { recursive: true, force: true });
  };
  return { service, databaseUrl, dataDir, clock, logLines, master, client, user, group, close };
}
