import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Api } from './api.js';
import { startProgram, type ChildProgram } from './child-program.js';
import type { SandboxOptions } from './command-line.js';
import { progressView } from './progress-view.js';
import { sampleNumbers } from './samples.js';
import {
  serviceConfiguration,
  simulatorConfiguration,
  type SimulatorAddresses,
  type Subscriber,
} from './service-configuration.js';
import { generatePassword, setUpOutside, setUpUsers, startSamples, type SandboxUser } from './set-up.js';
import { judge, type Summary } from './verdict.js';
import { watchUntilFinished } from './watch.js';

interface ServiceReady {
  readonly url: string;
}

const PORTS = 12;
const FOLDER = '.marcador/sandbox';

/** What goes on in the sandbox, and how it ends. */
export class Sandbox {
  private readonly programs: ChildProgram<unknown>[] = [];
  private stopped: Promise<boolean> | undefined;

  constructor(
    private readonly options: SandboxOptions,
    private readonly output: NodeJS.WriteStream,
  ) {}

  /**
   * Starts simulator and service, dials the sample campaigns to their end and judges them.
   * @returns whether every invariant held
   * @throws Error with what a program said that did not start
   */
  async run(): Promise<boolean> {
    const folder = resolve(FOLDER);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const subscribers = Array.from({ length: PORTS }, (_, n) => ({
      user: String(4100 + n),
      password: generatePassword(),
    }));

    const simulator = await this.startSimulator(folder, subscribers);
    const firstPassword = generatePassword();
    const service = await this.startService(folder, simulator, subscribers, firstPassword);
    const certificate = await readFile(join(folder, 'tls/certificate.pem'), 'utf8');
    const master = new Api(service.url, certificate);
    const users = await setUpUsers(master, firstPassword);
    this.introduce(service.url, users);
    await setUpOutside(master, simulator);

    const administrator = new Api(service.url, certificate);
    const user = users.find(({ role }) => role === 'CAMPAIGN_ADMINISTRATOR') as SandboxUser;
    await administrator.logIn(user.userName, user.password);
    const startedAt = Date.now();
    const campaigns = await startSamples(administrator);
    const progress = await watchUntilFinished(administrator, campaigns, progressView(this.output));
    const summary = await judge(administrator, simulator.control, campaigns, progress, startedAt, PORTS);
    this.report(summary);
    if (!this.options.once) await this.programs[1]?.ended;
    const endedInOrder = await this.stop();
    await Promise.all([master.close(), administrator.close()]);
    if (this.options.json) this.say(JSON.stringify(summary));
    return endedInOrder && summary.violations.length === 0;
  }

  /** Stops service and simulator, in this order. Resolves with whether both ended in order. */
  stop(): Promise<boolean> {
    this.stopped ??= this.stopPrograms();
    return this.stopped;
  }

  private async stopPrograms(): Promise<boolean> {
    let inOrder = true;
    for (const program of this.programs.reverse()) inOrder = (await program.stop()) === 0 && inOrder;
    return inOrder;
  }

  private async startSimulator(
    folder: string,
    subscribers: readonly Subscriber[],
  ): Promise<SimulatorAddresses> {
    const config = simulatorConfiguration(subscribers, await sampleNumbers('do-not-call.csv'));
    const program = await startProgram<SimulatorAddresses>(
      'The simulator',
      [programPath('simulator'), '--config', JSON.stringify(config)],
      process.env,
      join(folder, 'simulator.log'),
    );
    this.programs.push(program);
    return program.ready;
  }

  private async startService(
    folder: string,
    simulator: SimulatorAddresses,
    subscribers: readonly Subscriber[],
    masterPassword: string,
  ): Promise<ServiceReady> {
    // JSON is YAML.
    const file = join(folder, 'marcador.config.yaml');
    const configuration = serviceConfiguration(simulator, subscribers, folder, masterPassword);
    await writeFile(file, JSON.stringify(configuration), { mode: 0o600 });
    const program = await startProgram<ServiceReady>(
      'The service',
      [programPath('dialer')],
      { ...process.env, MARCADOR_CONFIG: file, MARCADOR_READY_JSON: '1' },
      join(folder, 'service.log'),
    );
    this.programs.push(program);
    return program.ready;
  }

  private introduce(url: string, users: readonly SandboxUser[]): void {
    this.say(`\nMarcador serves on ${url} (API: ${url}/api/docs), with a certificate of its own making.\n`);
    for (const { userName, password, role } of users) {
      this.say(`  ${userName.padEnd(14)} ${password.padEnd(14)} ${role}`);
    }
    this.say('\nTwo campaigns call people who are simulated on this machine; nothing leaves it.\n');
  }

  private report({ campaigns, calls, seconds, violations }: Summary): void {
    this.say(`\nFinished after ${seconds} s and ${calls} calls.`);
    for (const { name, leads } of campaigns) {
      const statuses = Object.entries(leads).filter(([, n]) => n > 0);
      this.say(`  ${name.padEnd(22)} ${statuses.map(([status, n]) => `${status} ${n}`).join('  ')}`);
    }
    this.say(
      violations.length === 0
        ? 'Every invariant held in the simulator’s own log.'
        : `INVARIANTS BROKEN:\n${violations.map(({ invariant, message }) => `  ${invariant}: ${message}`).join('\n')}`,
    );
    if (!this.options.once) this.say('\nThe service goes on serving. Ctrl-C ends it.');
  }

  private say(line: string): void {
    this.output.write(`${line}\n`);
  }
}

/** The other apps stand beside this one; they are programs of their own, not imports. */
function programPath(app: 'dialer' | 'simulator'): string {
  return fileURLToPath(new URL(`../../${app}/dist/main.js`, import.meta.url));
}
