import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

// The program as it is built: `npm test` builds before it tests.
const PROGRAM = fileURLToPath(new URL('../dist/main.js', import.meta.url));
const MINIMAL = { sip: { subscribers: [{ user: '1001', password: 'secret' }] } };
const running = new Set<ChildProcessWithoutNullStreams>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

function run(config: object, ...flags: string[]) {
  const child = spawn(process.execPath, [PROGRAM, '--config', JSON.stringify(config), ...flags]);
  running.add(child);
  let complaints = '';
  child.stderr.on('data', (part: Buffer) => (complaints += part.toString()));
  const exited = once(child, 'close').then(([code]) => {
    running.delete(child);
    return { code: code as number | null, complaints };
  });
  const ready = once(createInterface(child.stdout), 'line').then(
    ([line]) => JSON.parse(line as string) as Record<string, unknown>,
  );
  return { child, exited, ready };
}

it('prints one line with all addresses when it is ready, and stops on SIGTERM', async () => {
  const { child, exited, ready } = run(MINIMAL);
  expect(await ready).toEqual({
    ready: true,
    sip: { host: '127.0.0.1', port: expect.any(Number) as number, domain: 'carrier.example' },
    oscc: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
    voicePortal: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
    dnc: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/donotcall$/) as string,
    dncUntrusted: expect.stringMatching(/^https:\/\/127\.0\.0\.1:\d+\/donotcall$/) as string,
    dncCa: expect.stringContaining('BEGIN CERTIFICATE') as string,
    control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
  });
  child.kill('SIGTERM');
  expect((await exited).code).toBe(0);
});

it('stops with its parent where it is told to', async () => {
  const { child, exited, ready } = run(MINIMAL, '--exit-with-parent');
  await ready;
  child.stdin.destroy();
  expect((await exited).code).toBe(0);
});

it('says what is wrong with its configuration and ends with 2', async () => {
  const { exited } = run({});
  expect(await exited).toMatchObject({ code: 2, complaints: expect.stringContaining('sip: ') as string });
});

it('says so when it cannot start, and ends with 1', async () => {
  const occupant = createServer();
  await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
  const { port } = occupant.address() as AddressInfo;
  const { exited } = run({ ...MINIMAL, control: { port } });
  expect(await exited).toMatchObject({
    code: 1,
    complaints: expect.stringContaining('choose free ports') as string,
  });
  occupant.close();
});
