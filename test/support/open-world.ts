import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Api } from '@marcador/sandbox/api.js';
import type { RawEvent } from '@marcador/sandbox/simulator-log.js';
import { setUpOutside, setUpUsers } from '@marcador/sandbox/set-up.js';
import { simulatorLog } from '@marcador/sandbox/verdict.js';
import { World, type WorldOverrides } from '@marcador/sandbox/world.js';

const ANY_PORT = { MARCADOR_HTTPS__PORT: '0' };
const LOOK_AGAIN_MS = 50;

/** A line of the service's log. */
export interface LogLine {
  /** ISO 8601, in ms. */
  readonly time: string;
  readonly level: string;
  readonly msg: string;
  readonly [field: string]: unknown;
}

/** Service and simulator as processes, set up as in the sandbox, on a folder of their own. */
export class OpenWorld {
  private constructor(
    private readonly folder: string,
    private readonly world: World,
    /** Another one after a restart. */
    public master: Api,
    private readonly masterPassword: string,
    private user: { userName: string; password: string },
    /** Logged in as campaign administrator; another one after a restart. */
    public administrator: Api,
  ) {}

  static async start(overrides: WorldOverrides = {}): Promise<OpenWorld> {
    const folder = await mkdtemp(join(tmpdir(), 'marcador-world-'));
    const world = new World(folder, overrides);
    await world.startSimulator();
    await world.startService(ANY_PORT);
    const master = await world.api();
    const users = await setUpUsers(master, world.firstPassword);
    await setUpOutside(master, world.simulator);
    const user = users.find(({ role }) => role === 'CAMPAIGN_ADMINISTRATOR');
    if (user === undefined) throw new Error('There is no campaign administrator.');
    const administrator = await world.api();
    await administrator.logIn(user.userName, user.password);
    const masterPassword = users.find(({ role }) => role === 'MASTER')?.password ?? '';
    return new OpenWorld(folder, world, master, masterPassword, user, administrator);
  }

  get simulator() {
    return this.world.simulator;
  }

  /** What the command `marcador` finds the service by, as its Master. */
  get commandEnvironment(): Record<string, string> {
    return {
      MARCADOR_URL: this.world.url,
      MARCADOR_CERTIFICATE: join(this.folder, 'tls/certificate.pem'),
      MARCADOR_PASSWORD: this.masterPassword,
    };
  }

  /** `kill -9` of the service. */
  kill(): Promise<void> {
    return this.world.killService();
  }

  /** SIGTERM to the service; resolves with its exit code. */
  terminate(): Promise<number | null> {
    return this.world.stopService();
  }

  async startAgain(): Promise<void> {
    await Promise.all([this.master.close(), this.administrator.close()]);
    await this.world.startService(ANY_PORT);
    this.administrator = await this.world.api();
    await this.administrator.logIn(this.user.userName, this.user.password);
    this.master = await this.world.api();
    await this.master.logIn('master', this.masterPassword);
  }

  /** Resolves with its exit code when the service ends by itself. */
  ended(): Promise<number | null> {
    return this.world.serviceEnded;
  }

  /** What the service has logged since it was last started, line by line. */
  async serviceLog(): Promise<LogLine[]> {
    const lines = (await readFile(join(this.folder, 'service.log'), 'utf8')).split('\n').slice(0, -1);
    return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line) as LogLine);
  }

  log(): Promise<RawEvent[]> {
    return simulatorLog(this.simulator.control);
  }

  /** How many calls the simulator has that are not over. */
  async openCalls(): Promise<number> {
    const log = await this.log();
    const ends = ['rejected', 'cancelled', 'call-ended'];
    const over = new Set(log.filter(({ type }) => ends.includes(type)).map(({ callId }) => callId));
    return log.filter(({ type, callId }) => type === 'invite' && !over.has(callId)).length;
  }

  /** Orders a fault from the simulator. */
  async order(path: string, body: object): Promise<void> {
    const response = await fetch(`${this.simulator.control}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  }

  async close(): Promise<void> {
    await this.world.stop();
    await Promise.all([this.master.close(), this.administrator.close()]);
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Waits until something outside this process has come true. The test's own time-out is the limit. */
export async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}
