import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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

  it('dials both campaigns to their end, with every invariant held, and says so in its last line', async () => {
    const { code, stdout, stderr } = await start(folder, ['--once', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const summary = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Summary;
    expect(summary.violations).toEqual([]);
    expect(summary.campaigns.map(({ name, unfinished }) => [name, unfinished])).toEqual([
      ['Insurance renewal', 0],
      ['Satisfaction survey', 0],
    ]);
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
        'SERVICE_TEMPORARILY_UNAVAILABLE',
        'SUCCESS',
      ].sort(),
    );
    expect(summary.calls).toBeGreaterThan(85);
    for (const role of ['MASTER', 'MANAGER', 'CAMPAIGN_ADMINISTRATOR', 'CAMPAIGN_SUPERVISOR']) {
      expect(stdout).toContain(role);
    }
  }, 120_000);

  it('ends with a sentence and status 1 for a flag it does not know', async () => {
    const { code, stderr } = await start(folder, ['--twice']);
    expect(code).toBe(1);
    expect(stderr).toContain('--once');
  });

  it('ends with the service’s own sentence when the service cannot start', async () => {
    const { code, stderr } = await start(folder, ['--once'], { DATABASE_URL: 'postgres://127.0.0.1:1/none' });
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /The service did not start: .*127.0.0.1:1.none cannot be used.*check DATABASE_URL/s,
    );
  }, 60_000);
});
