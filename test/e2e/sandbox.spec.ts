import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { LEAD_STATUSES } from '@marcador/domain/lead-status.js';
import type { Summary } from '@marcador/sandbox/verdict.js';

const MAIN = resolve('apps/sandbox/dist/main.js');

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `npm start -- …` in a folder of its own. */
function start(folder: string, args: readonly string[], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const env = { ...process.env, MARCADOR_HTTPS__PORT: '0', ...environment };
  return new Promise((done) => {
    const child = execFile(
      process.execPath,
      [MAIN, ...args],
      { cwd: folder, env },
      (_error, stdout, stderr) => done({ code: child.exitCode ?? -1, stdout, stderr }),
    );
  });
}

describe('npm start -- --once --json', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marcador-sandbox-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('dials the campaigns that are open to their end, with every invariant held, and says so in its last line', async () => {
    const { code, stdout, stderr } = await start(folder, ['--once', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Summary;
    expect(summary.violations).toEqual([]);
    expect(summary.campaigns.map(({ name, unfinished }) => [name, unfinished])).toEqual([
      ['Insurance renewal', 0],
      ['Satisfaction survey', 0],
      ['Birthday greetings', 6],
    ]);
    expect(summary.campaigns.at(-1)?.leads).toMatchObject({ NOT_CALLED: 6 });
    const seen = new Set(
      summary.campaigns.flatMap(({ leads }) => LEAD_STATUSES.filter((status) => (leads[status] ?? 0) > 0)),
    );
    expect([...seen].sort()).toEqual(
      [
        'AMD',
        'BUSY',
        'DECLINE',
        'DO_NOT_CALL',
        'FAILURE',
        'NOT_CALLED',
        'SERVICE_TEMPORARILY_UNAVAILABLE',
        'SUCCESS',
      ].sort(),
    );
    expect(summary.calls).toBeGreaterThan(85);
    for (const role of ['MASTER', 'MANAGER', 'CAMPAIGN_ADMINISTRATOR', 'CAMPAIGN_SUPERVISOR']) {
      expect(stdout).toContain(role);
    }
  });

  it('ends with a sentence and status 1 for a flag it does not know', async () => {
    const { code, stderr } = await start(folder, ['--twice']);
    expect(code).toBe(1);
    expect(stderr).toContain('--once');
  });

  it('ends with the service’s own sentence when the service cannot start', async () => {
    const other = createServer().listen(0, '0.0.0.0');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stderr } = await start(folder, ['--once'], { MARCADOR_HTTPS__PORT: String(port) });
    other.close();
    expect(code).toBe(1);
    expect(stderr).toMatch(/The service did not start: .*is in use: .*https\.port/s);
  });

  it.each(['DATABASE_URL', 'MARCADOR_TELEPHONY__DOMAIN', 'MARCADOR_CONFIG'])(
    'dials nothing where %s configures the service',
    async (name) => {
      const { code, stdout, stderr } = await start(folder, ['--once'], {
        [name]: 'postgres://127.0.0.1:1/x',
      });
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(new RegExp(`^--once .* ${name} configures the service itself: remove it`));
    },
  );

  it('runs the service, not the sandbox, where the environment configures it', async () => {
    const { code, stderr } = await start(folder, [], { DATABASE_URL: 'postgres://127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(stderr).toMatch(/^Marcador cannot start\./m);
  });

  it('is refused where one runs, which goes on; a signal ends that one without success', async () => {
    const first = spawn(process.execPath, [MAIN, '--once'], {
      cwd: folder,
      env: { ...process.env, MARCADOR_HTTPS__PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = once(first, 'close');
    const lines = createInterface({ input: first.stdout });
    for await (const line of lines) if (line.startsWith('Marcador serves on')) break;
    first.stdout.resume();
    const { code, stderr } = await start(folder, ['--once']);
    expect([code, stderr]).toEqual([
      1,
      expect.stringContaining(`runs here already, as process ${first.pid}`),
    ]);
    expect(existsSync(join(folder, '.marcador/sandbox/marcador.config.yaml'))).toBe(true);
    first.kill('SIGTERM');
    expect(await ended).toEqual([143, null]);
  });
});
