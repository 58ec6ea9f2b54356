import { readFile, rename, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseError } from '../database.error.js';
import type { Binaries } from './binaries.js';
import { writing, type DataFolder } from './data-folder.js';
import { runAs } from './run-as.js';
import type { Identity } from './server-identity.js';

/** The role that owns the embedded server's databases. */
export const OWNER = 'marcador';

const STOP_TIMEOUT_S = 20;
const START_TIMEOUT_S = 60;
const PORT_ATTEMPTS = 5;

/** The commands that make, start and stop the server of one data folder, always as its user. */
export class ServerProcess {
  constructor(
    private readonly binaries: Binaries,
    private readonly folder: DataFolder,
    private readonly identity: Identity | undefined,
    private readonly durable: boolean,
  ) {}

  /** Makes the cluster unless there is one. It gets its name once it is whole. */
  async initialise(): Promise<void> {
    if (await exists(join(this.folder.cluster, 'PG_VERSION'))) return;
    const unfinished = `${this.folder.cluster}.unfinished`;
    await writing(this.folder.root, () => rm(unfinished, { recursive: true, force: true }));
    const made = await runAs(this.identity, this.binaries.initdb, [
      `--pgdata=${unfinished}`,
      `--username=${OWNER}`,
      `--pwfile=${this.folder.password}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(this.durable ? [] : ['--no-sync']),
    ]);
    if (!made.ok) throw new DatabaseError(sentence('cannot make its data folder', made.output));
    await writing(this.folder.root, () => rename(unfinished, this.folder.cluster));
  }

  /**
   * Starts the server on the port (0: any free one) and resolves with the port when it takes connections. It gets a
   * session of its own, so that neither Ctrl-C nor the end of this process reaches it.
   *
   * @param anyPort tells a port that is free now; another program may have it before the server does
   */
  async start(port: number, anyPort = freePort): Promise<number> {
    for (let attempt = 1; ; attempt++) {
      const candidate = port === 0 ? await anyPort() : port;
      await rename(this.folder.log, `${this.folder.log}.1`).catch(() => undefined);
      const started = await this.control(
        START_TIMEOUT_S,
        'start',
        '-l',
        this.folder.log,
        '-o',
        this.options(candidate),
      );
      if (started.ok) return candidate;
      const log = await readFile(this.folder.log, 'utf8').catch(() => started.output);
      const portWasTaken = /could not (bind|create any TCP)/.test(log);
      if (port !== 0 && portWasTaken) {
        throw new DatabaseError(
          `The embedded PostgreSQL cannot listen on port ${port} because another program does: name another port, or none.`,
        );
      }
      if (!portWasTaken || attempt === PORT_ATTEMPTS)
        throw new DatabaseError(sentence('does not start', log));
    }
  }

  /** Ends all sessions and stops the server; resolves when it is gone. Does nothing when it is not running. */
  async stop(): Promise<void> {
    const stopped = await this.control(STOP_TIMEOUT_S, 'stop', '-m', 'fast');
    if (stopped.ok || (await this.recordedPort()) === undefined) return;
    const forced = await this.control(STOP_TIMEOUT_S, 'stop', '-m', 'immediate');
    if (!forced.ok && (await this.recordedPort()) !== undefined) {
      throw new DatabaseError(sentence('does not stop', forced.output));
    }
  }

  /** The port of the server that runs, or died, on this data folder; `undefined` when it was stopped. */
  async recordedPort(): Promise<number | undefined> {
    const record = await readFile(this.record, 'utf8').catch(() => undefined);
    // Line 4 of postmaster.pid (PostgreSQL documentation, "Database File Layout" and miscadmin.h).
    const port = Number(record?.split('\n')[3]);
    return Number.isInteger(port) && port > 0 ? port : undefined;
  }

  /** Forgets a server that does not exist any more: after a restart of the machine its process id may be another's. */
  async forget(): Promise<void> {
    await rm(this.record, { force: true });
  }

  private get record(): string {
    return join(this.folder.cluster, 'postmaster.pid');
  }

  private control(timeoutS: number, command: string, ...args: string[]) {
    const all = [command, '-D', this.folder.cluster, '-w', '-t', String(timeoutS), ...args];
    return runAs(this.identity, this.binaries.pgCtl, all, (timeoutS + 5) * 1000);
  }

  private options(port: number): string {
    const settings = {
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      timezone: 'UTC',
      max_connections: '200',
      ...(this.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
    };
    const flags = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
    return [`-p ${port}`, ...flags].join(' ');
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function exists(file: string): Promise<boolean> {
  return readFile(file).then(
    () => true,
    () => false,
  );
}

/** The first complaint of a log, or else its last line, within a sentence. */
function sentence(what: string, log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const complaint =
    lines.find((line) => /(FATAL|PANIC|error): /i.test(line)) ?? lines.at(-1) ?? 'it gave no reason';
  const reason = complaint.replace(/^.*?(FATAL|PANIC|error): +/i, '').trim();
  return `The embedded PostgreSQL ${what} (${reason}): repair that, or set DATABASE_URL to a PostgreSQL server.`;
}
