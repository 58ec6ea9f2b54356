import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SandboxOptions } from './command-line.js';
import { lockFolder } from './folder-lock.js';
import { probedBy } from './permission-probes.js';
import { progressView, statuses } from './progress-view.js';
import { CLOSED_SAMPLE, SAMPLES } from './samples.js';
import { setUpOutside, setUpUsers, startSamples, type SandboxUser } from './set-up.js';
import { judge, type Summary } from './verdict.js';
import { watchUntilFinished } from './watch.js';
import { World } from './world.js';

const FOLDER = '.marcador/sandbox';

/** What `npm start` shows: service and simulator side by side, campaigns, and what came of them. */
export class Sandbox {
  private readonly folder = resolve(FOLDER);
  private readonly world = new World(this.folder);
  private stopped: Promise<boolean> | undefined;
  private unlock = () => Promise.resolve();

  constructor(
    private readonly options: SandboxOptions,
    private readonly output: NodeJS.WriteStream,
  ) {}

  /**
   * Starts simulator and service on empty data, dials the sample campaigns to their end and judges them.
   * @returns whether every invariant held and the programs ended in order
   * @throws Error with what a program said that did not start
   */
  async run(): Promise<boolean> {
    this.say('Starting the service on an embedded PostgreSQL, and the simulated world around it …');
    this.unlock = await lockFolder(this.folder);
    await rm(this.folder, { recursive: true, force: true });
    await this.world.startSimulator();
    await this.world.startService();
    const { simulator, url, firstPassword } = this.world;
    const master = await this.world.api();
    const users = await setUpUsers(master, firstPassword);
    this.introduce(url, users);
    await setUpOutside(master, simulator);

    const administrator = await this.world.api();
    const { userName, password } = users.find(({ role }) => role === 'CAMPAIGN_ADMINISTRATOR') as SandboxUser;
    await administrator.logIn(userName, password);
    const startedAt = Date.now();
    const campaigns = await startSamples(administrator, [...SAMPLES, CLOSED_SAMPLE]);
    const progress = await watchUntilFinished(administrator, campaigns, progressView(this.output));
    const judged = await judge(administrator, simulator.control, campaigns, progress, startedAt);
    const probed = await probedBy(master, () => this.world.api(), users, campaigns);
    const summary = { ...judged, violations: [...judged.violations, ...probed] };
    this.report(summary);

    if (!this.options.once) await this.world.serviceEnded;
    const endedInOrder = await this.stop();
    await Promise.all([master.close(), administrator.close()]);
    if (this.options.json) this.say(JSON.stringify(summary));
    return endedInOrder && summary.violations.length === 0;
  }

  /** Stops service and simulator, in this order. Resolves with whether both ended in order. */
  stop(): Promise<boolean> {
    this.stopped ??= this.world.stop().finally(() => this.unlock());
    return this.stopped;
  }

  private introduce(url: string, users: readonly SandboxUser[]): void {
    this.say(`\nMarcador serves on ${url} (API: ${url}/api/docs), with a certificate of its own making.\n`);
    for (const { userName, password, role } of users) {
      this.say(`  ${userName.padEnd(14)} ${password.padEnd(14)} ${role}`);
    }
    this.say('\nTwo campaigns call people who are simulated on this machine; nothing leaves it.');
    this.say('A third one opens tomorrow: none of its people may be called before.\n');
  }

  private report({ campaigns, calls, seconds, violations }: Summary): void {
    this.say(`\nFinished after ${seconds} s and ${calls} calls.`);
    for (const { name, leads } of campaigns) {
      this.say(`  ${name.padEnd(22)} ${statuses(leads)}`);
    }
    this.say(
      violations.length === 0
        ? 'Every invariant held: in the simulator’s own log, and where users tried what is not theirs.'
        : `INVARIANTS BROKEN:\n${violations.map(({ invariant, message }) => `  ${invariant}: ${message}`).join('\n')}`,
    );
    if (!this.options.once) this.say('\nThe service goes on serving. Ctrl-C ends it.');
  }

  private say(line: string): void {
    this.output.write(`${line}\n`);
  }
}
