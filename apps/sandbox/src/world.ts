import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Api } from './api.js';
import { startProgram, type ChildProgram } from './child-program.js';
import { withoutSettings } from './environment.js';
import { sampleNumbers } from './samples.js';
import {
  DIALER_PORTS,
  serviceConfiguration,
  simulatorConfiguration,
  type SimulatorAddresses,
} from './service-configuration.js';
import { generatePassword } from './set-up.js';

/** What a test has otherwise than the sandbox. */
export interface WorldOverrides {
  /** Sections of the simulator's configuration. */
  readonly simulator?: Readonly<Record<string, object>>;
  /** Settings of the service's `dialing` section. */
  readonly dialing?: Readonly<Record<string, number>>;
  /** The service's database, in place of an embedded one. */
  readonly databaseUrl?: string;
}

interface ServiceReady {
  readonly url: string;
}

/** A service and the simulated world around it, each a process of its own, with their files in one folder. */
export class World {
  /** For the first login of `master`. */
  readonly firstPassword = generatePassword();
  private readonly subscribers = Array.from({ length: DIALER_PORTS }, (_, n) => ({
    user: String(4100 + n),
    password: generatePassword(),
  }));
  private simulatorProgram: ChildProgram<SimulatorAddresses> | undefined;
  private serviceProgram: ChildProgram<ServiceReady> | undefined;

  /** @param folder for configuration, data and logs; made if missing */
  constructor(
    private readonly folder: string,
    private readonly overrides: WorldOverrides = {},
  ) {}

  get simulator(): SimulatorAddresses {
    return started(this.simulatorProgram).ready;
  }

  /** Where the service serves. */
  get url(): string {
    return started(this.serviceProgram).ready.url;
  }

  /** Resolves when the service has ended by itself, or was told to. */
  get serviceEnded(): Promise<number | null> {
    return started(this.serviceProgram).ended;
  }

  /** @throws Error with what it said when it does not start */
  async startSimulator(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    const config = {
      ...simulatorConfiguration(this.subscribers, await sampleNumbers('do-not-call.csv')),
      ...this.overrides.simulator,
    };
    this.simulatorProgram = await startProgram(
      'The simulator',
      [programPath('simulator'), '--config', JSON.stringify(config)],
      withoutSettings(process.env),
      join(this.folder, 'simulator.log'),
    );
  }

  /** Starts the service, or starts it again on the same data. @throws Error with what it said when it does not start */
  async startService(environment: NodeJS.ProcessEnv = {}): Promise<void> {
    // JSON is YAML.
    const file = join(this.folder, 'marcador.config.yaml');
    const sandbox = serviceConfiguration(this.simulator, this.subscribers, this.folder, this.firstPassword);
    const { dialing, databaseUrl } = this.overrides;
    const configuration = {
      ...sandbox,
      dialing: { ...sandbox.dialing, ...dialing },
      ...(databaseUrl !== undefined && { database: { url: databaseUrl } }),
    };
    await writeFile(file, JSON.stringify(configuration), { mode: 0o600 });
    this.serviceProgram = await startProgram(
      'The service',
      [programPath('dialer')],
      { ...withoutSettings(process.env), ...environment, MARCADOR_CONFIG: file, MARCADOR_READY_JSON: '1' },
      join(this.folder, 'service.log'),
    );
  }

  /** The service's API, as nobody yet. */
  async api(): Promise<Api> {
    return new Api(this.url, await readFile(join(this.folder, 'tls/certificate.pem'), 'utf8'));
  }

  /** Asks the service to stop, as an operator does; resolves with its exit code. */
  stopService(): Promise<number | null> {
    return started(this.serviceProgram).stop();
  }

  /** As `kill -9` does. */
  async killService(): Promise<void> {
    await started(this.serviceProgram).kill();
  }

  /** Stops service and simulator, in this order. Resolves with whether both ended in order. */
  async stop(): Promise<boolean> {
    const codes = [await this.serviceProgram?.stop(), await this.simulatorProgram?.stop()];
    return codes.every((code) => code === undefined || code === 0);
  }
}

function started<T>(program: T | undefined): T {
  if (program === undefined) throw new Error('The program was not started.');
  return program;
}

/** The other apps stand beside this one; they are programs of their own, not imports. */
function programPath(app: 'dialer' | 'simulator'): string {
  return fileURLToPath(new URL(`../../${app}/dist/main.js`, import.meta.url));
}
