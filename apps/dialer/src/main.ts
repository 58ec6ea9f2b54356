import { DatabaseError } from '@marcador/persistence/database.error.js';
import { systemClock } from '@marcador/platform/clock.js';
import { ConfigurationError, loadConfiguration } from '@marcador/platform/configuration.js';
import { both, createLog, standardError, type Log } from '@marcador/platform/logging.js';
import { LogRing } from '@marcador/platform/log-ring.js';
import { BUILT_IN_PLUGINS } from './built-in-plugins.js';
import { configurationSchema, type Configuration } from './configuration.schema.js';
import type { FirstMaster } from './seeding/first-master.js';
import { logFolder } from './system/log-folder.js';
import { startService, type RunningService } from './service.js';
import { StartupError } from './startup/startup-error.js';
import { CLOSING_MS, stopInTime } from './stop-in-time.js';

/** Standard output is for whoever waits for the service; its log goes to standard error. */
const say = (line: string) => process.stdout.write(`${line}\n`);

function configuration(): Configuration {
  const { MARCADOR_CONFIG: file } = process.env;
  return loadConfiguration(configurationSchema, {
    file: file ?? 'marcador.config.yaml',
    fileRequired: file !== undefined,
    environment: process.env,
    aliases: { DATABASE_URL: ['database', 'url'] },
  });
}

function announce({ url, certificate }: RunningService, log: Log): void {
  const { fingerprint256 } = certificate;
  log.info({ url, fingerprint256 }, 'Marcador is ready.');
  if (process.env['MARCADOR_READY_JSON'] === '1') say(JSON.stringify({ ready: true, url, fingerprint256 }));
  else say(`Marcador is ready: ${url} (certificate ${fingerprint256})`);
}

function showFirstMaster({ userName, password }: FirstMaster): void {
  say(`The first user is "${userName}" with the password "${password}", to be changed at the first login.`);
  say('This password is shown only now.');
}

function stopOnSignals(stop: () => Promise<boolean>, log: Log): void {
  let stopping = false;
  const onSignal = (signal: NodeJS.Signals) => {
    if (stopping) {
      log.warn({ signal }, 'Stopping at once: what is not written is settled at the next start.');
      process.exit(1);
    }
    stopping = true;
    log.info({ signal }, 'Stopping: no further call begins. A second signal stops at once.');
    void stop().then((inOrder) => process.exit(inOrder ? 0 : 1));
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}

/** What System → Diagnostics offers for download. */
function logOnDisk({ dataDir, logging }: Configuration): LogRing {
  const { fileSizeMb, files } = logging;
  const folder = logFolder(dataDir);
  const warn = ({ message }: Error) =>
    process.stderr.write(
      `The log cannot be kept in ${folder} for now (${message}): make room and check its rights.\n`,
    );
  return new LogRing({ folder, fileBytes: fileSizeMb * 1024 * 1024, files }, warn);
}

/** A plugin may leave a promise behind that nobody waits for: that is no reason to end all calls. */
function surviveRejections(log: Log): void {
  process.on('unhandledRejection', (err) =>
    log.error({ err }, 'A promise was rejected that nobody waited for.'),
  );
}

async function main(): Promise<void> {
  const settings = configuration();
  const log = createLog(settings.logging.level, both(standardError(), logOnDisk(settings)));
  surviveRejections(log);
  let stop = () => Promise.resolve(false);
  const onFatal = (reason: string) => {
    log.error({ reason }, 'Stopping: the service cannot go on.');
    void stop().then(() => process.exit(1));
  };
  const onFirstMaster = settings.bootstrap.masterPassword === undefined ? showFirstMaster : () => undefined;
  const service = await startService(settings, { plugins: BUILT_IN_PLUGINS, log, onFirstMaster, onFatal });
  const limitMs = settings.dialing.shutdownTimeoutMs + CLOSING_MS;
  stop = () => stopInTime(service, limitMs, systemClock, log);
  stopOnSignals(stop, log);
  announce(service, log);
}

main().catch((error: unknown) => {
  const foreseen =
    error instanceof ConfigurationError || error instanceof DatabaseError || error instanceof StartupError;
  const reason = error instanceof Error ? (foreseen ? error.message : error.stack) : String(error);
  process.stderr.write(`Marcador cannot start.\n${reason}\n`);
  process.exit(1);
});
