import { Dialer } from '@marcador/dialing/dialer.js';
import { DatabaseLock } from '@marcador/persistence/nodes/database-lock.js';
import { systemClock, type Clock } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import { SETTLE_MS } from '@marcador/plugin-host/packages/probe.js';
import type { BuiltInPlugin } from '@marcador/plugin-host/packages/plugin-loader.js';
import type { PortPool } from '@marcador/telephony/dialer-port.js';
import { NOTHING_REFUSED } from '@marcador/telephony/sip/admission/refused-messages.js';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AddressInfo } from 'node:net';
import { AppModule } from './app.module.js';
import type { Configuration } from './configuration.schema.js';
import { prepareHttp } from './http/http-server.js';
import { NestLogger } from './nest-logger.js';
import type { FirstMaster } from './seeding/first-master.js';
import { serverCertificate, type ServerCertificate } from './startup/certificate.js';
import { databaseServer, prepareDatabase } from './startup/database.js';
import { assertFree, listenError } from './startup/listening.js';
import { secretBox } from './startup/secret-keys.js';
import { nodeTelephony } from './startup/telephony.js';
import { ServiceState } from './system/service-state.js';

/** What the service is given beside its configuration. */
export interface ServiceSurroundings {
  readonly plugins: readonly BuiltInPlugin[];
  /** How long a package is watched after its import. @default 1000 */
  readonly pluginSettleMs?: number;
  readonly log: Log;
  /** @default the clock on the wall */
  readonly clock?: Clock;
  /** The first user was made: the password has to be shown now or never. */
  readonly onFirstMaster: (master: FirstMaster) => void;
  /** Dialer ports in place of those that the configuration describes. */
  readonly ports?: PortPool;
  /** The service cannot go on and has to be stopped, with one sentence why. */
  readonly onFatal: (reason: string) => void;
}

/** The service, serving. */
export interface RunningService {
  /** `https://127.0.0.1:9443` */
  readonly url: string;
  readonly certificate: ServerCertificate;
  readonly app: NestExpressApplication;
  /**
   * Begins no further call, lets those under way end within `dialing.shutdownTimeoutMs`, writes their outcomes, and
   * then closes everything. May be called more than once.
   */
  stop(): Promise<void>;
  /** How many calls of each campaign, by its name, are under way or have an outcome that is not written yet. */
  unwrittenCalls(): Record<string, number>;
}

const HTTP_GRACE_MS = 5000;
const HTTP_SWEEP_MS = 50;

/**
 * Starts the service. What has been started already is stopped again when a later step fails.
 * @throws StartupError or DatabaseError with a sentence for the operator
 */
export async function startService(
  configuration: Configuration,
  surroundings: ServiceSurroundings,
): Promise<RunningService> {
  const { log, clock = systemClock, plugins, pluginSettleMs = SETTLE_MS } = surroundings;
  const { onFirstMaster, onFatal } = surroundings;
  const { https, bootstrap } = configuration;
  const undo: (() => Promise<void>)[] = [];
  const ownPorts = async () => {
    const telephony = await nodeTelephony(configuration, clock, log);
    undo.push(() => telephony.close());
    return {
      ports: telephony.pool,
      refusedMessages: () => telephony.refused,
      mediaWorkers: () => telephony.mediaWorkers,
    };
  };
  try {
    // Its validity is judged by the clocks of others.
    const certificate = await serverCertificate(configuration, new Date());
    await assertFree(https);

    const database = await databaseServer(configuration, log);
    undo.push(() => database.stop());
    const firstMaster = await prepareDatabase(database.url, bootstrap.masterPassword);
    if (firstMaster !== undefined) onFirstMaster(firstMaster);

    const lock = await DatabaseLock.acquire(database.url, (reason) => onFatal(reason.message));
    undo.push(() => lock.release());
    const box = await secretBox(configuration);
    const given = surroundings.ports;
    const telephony =
      given === undefined
        ? await ownPorts()
        : { ports: given, refusedMessages: () => NOTHING_REFUSED, mediaWorkers: () => [] };

    const parts = {
      ...{ configuration, databaseUrl: database.url, plugins, pluginSettleMs },
      ...{ ...telephony, secretBox: box, clock, log },
    };
    const app = await NestFactory.create<NestExpressApplication>(AppModule.of(parts), {
      httpsOptions: { cert: certificate.cert, key: certificate.key },
      logger: new NestLogger(log),
      abortOnError: false,
      bodyParser: false,
    });
    undo.push(() => close(app));
    prepareHttp(app);
    undo.push(() => endCalls(app, configuration.dialing.shutdownTimeoutMs));
    await listen(app, https);
    const dialer = app.get(Dialer);
    return {
      url: urlOf(app),
      certificate,
      app,
      stop: once(() => unwind(undo, log)),
      unwrittenCalls: () => callsOf(dialer),
    };
  } catch (error) {
    await unwind(undo, log);
    throw error;
  }
}

async function endCalls(app: NestExpressApplication, timeoutMs: number): Promise<void> {
  app.get(ServiceState).announceStop();
  await app.get(Dialer).drain(timeoutMs);
}

function callsOf(dialer: Dialer): Record<string, number> {
  return Object.fromEntries(dialer.withCalls().map(({ settings, calls }) => [settings.name, calls.size]));
}

/** Requests under way are answered; who takes too long is cut off. */
async function close(app: NestExpressApplication): Promise<void> {
  const server = app.getHttpServer();
  // A connection whose last answer ends after the close began would otherwise wait for another request.
  const sweep = setInterval(() => server.closeIdleConnections(), HTTP_SWEEP_MS);
  const cutOff = setTimeout(() => server.closeAllConnections(), HTTP_GRACE_MS);
  await app.close();
  clearInterval(sweep);
  clearTimeout(cutOff);
}

async function listen(app: NestExpressApplication, endpoint: Configuration['https']): Promise<void> {
  try {
    await app.listen(endpoint.port, endpoint.address);
  } catch (error) {
    throw listenError(error as NodeJS.ErrnoException, endpoint);
  }
}

function urlOf(app: NestExpressApplication): string {
  const { address, port } = app.getHttpServer().address() as AddressInfo;
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `https://${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** In the opposite order; a step that fails does not keep the others from happening. */
async function unwind(undo: (() => Promise<void>)[], log: Log): Promise<void> {
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
    await step().catch((error: unknown) => log.error({ err: error }, 'A step of the shutdown failed.'));
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= work());
}
