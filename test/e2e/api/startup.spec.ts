import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiClient } from '../../support/api-client.js';
import { DialerProcess } from '../../support/dialer-process.js';
import { freePort } from '../../support/ports.js';
import { createTestDatabase, type TestDatabase } from '../../support/test-database.js';

describe('the service, started as a process', () => {
  let folder: string;
  let database: TestDatabase;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'marcador-start-'));
    database = await createTestDatabase();
  });
  afterEach(async () => {
    await database.dropped();
    await rm(folder, { recursive: true, force: true });
  });

  const sip = (port: number) => ({
    MARCADOR_TELEPHONY__BIND__ADDRESS: '127.0.0.1',
    MARCADOR_TELEPHONY__BIND__PORT: String(port),
    MARCADOR_TELEPHONY__TRUNKS__0__SERVERS__0: '127.0.0.1',
    MARCADOR_TELEPHONY__TRUNKS__0__DOMAIN: 'example.com',
    MARCADOR_TELEPHONY__TRUNKS__0__PORTS: '[{ user: "100", password: hunter2 }]',
  });

  const start = (environment: Record<string, string> = {}) =>
    new DialerProcess(folder, {
      DATABASE_URL: database.url,
      ...sip(0),
      MARCADOR_HTTPS__PORT: '0',
      MARCADOR_HTTPS__ADDRESS: '127.0.0.1',
      ...environment,
    });

  /** Why it did not start: all that it says below the first line. */
  const refusal = async (environment: Record<string, string> = {}): Promise<string> => {
    const dialer = start(environment);
    expect(await dialer.exit()).toBe(1);
    expect(dialer.lines.filter((line) => line.includes('ready'))).toEqual([]);
    const plain = dialer.errors.split('\n').filter((line) => line !== '' && !line.startsWith('{'));
    expect(plain[0]).toBe('Marcador cannot start.');
    return plain.slice(1).join('\n');
  };

  it('serves HTTPS with a certificate of its own, which it keeps, and shows the first password once', async () => {
    const first = start();
    const { url, fingerprint256 } = await first.ready();
    const certificate = await readFile(join(folder, '.marcador/tls/certificate.pem'), 'utf8');
    expect((await stat(join(folder, '.marcador/tls/key.pem'))).mode & 0o777).toBe(0o600);
    const shown = /"master" with the password "([^"]+)"/.exec(first.lines.join('\n'))?.[1] ?? '';
    const client = new ApiClient(url, certificate);
    expect((await client.login('master', shown)).body).toMatchObject({ mustChangePassword: true });
    first.signal('SIGTERM');
    expect(await first.exit()).toBe(0);
    expect(first.errors).not.toContain(shown);
    // The log on disk is the same.
    expect(await readFile(join(folder, '.marcador/logs/marcador.log'), 'utf8')).toBe(first.errors);

    const second = start();
    expect((await second.ready()).fingerprint256).toBe(fingerprint256);
    expect(second.lines.join('\n')).not.toContain('password');
    second.signal('SIGINT');
    expect(await second.exit()).toBe(0);
  });

  it('names a configuration key that is wrong, and what to do', async () => {
    await writeFile(
      join(folder, 'marcador.config.yaml'),
      'telephony: { trunks: [{ servers: [7] }] }\nlogin: {}\n',
    );
    const noVariables = Object.fromEntries(Object.keys(sip(0)).map((name) => [name, '']));
    const text = await refusal(noVariables);
    expect(text).toMatch(/^marcador\.config\.yaml: telephony\.trunks\[0\]\.servers\[0\]: .*expected string/m);
    expect(text).toMatch(
      /^marcador\.config\.yaml: telephony\.trunks\[0\]\.ports: required \(.*\): set it there or as MARCADOR_TELEPHONY__TRUNKS__0__PORTS/m,
    );
    expect(text).toMatch(/^marcador\.config\.yaml: login: unknown key: did you mean "logging"\?/m);
  });

  it('names a configuration file that does not exist', async () => {
    expect(await refusal({ MARCADOR_CONFIG: 'other.yaml' })).toMatch(/^other\.yaml: does not exist/);
  });

  it('names the port that is in use, and its key', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    expect(await refusal({ MARCADOR_HTTPS__PORT: String(port) })).toBe(
      `Port ${port} is in use: stop the program that uses it, or set https.port (MARCADOR_HTTPS__PORT) to another one.`,
    );
    other.close();
  });

  it('names the SIP port that is in use, and its key', async () => {
    const other = createSocket('udp4').bind(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address();
    expect(await refusal(sip(port))).toMatch(
      new RegExp(`^The dialer ports of telephony\\.bind .*:${port} .*choose a free`),
    );
    other.close();
  });

  it('names a database that cannot be reached, without its password', async () => {
    const port = await freePort();
    const text = await refusal({ DATABASE_URL: `postgres://me:hunter2@127.0.0.1:${port}/marcador` });
    expect(text).toMatch(
      new RegExp(`^The database at 127\\.0\\.0\\.1:${port}/marcador cannot be used .*DATABASE_URL`),
    );
    expect(text).not.toContain('hunter2');
  });

  it('names a certificate that cannot be read, and one that is none', async () => {
    const https = { MARCADOR_HTTPS__CERTIFICATE_FILE: 'cert.pem', MARCADOR_HTTPS__KEY_FILE: 'key.pem' };
    expect(await refusal(https)).toMatch(/^The file cert\.pem of https\.certificateFile cannot be read/);
    await writeFile(join(folder, 'cert.pem'), 'no certificate');
    await writeFile(join(folder, 'key.pem'), 'no key');
    expect(await refusal(https)).toMatch(
      /^https\.certificateFile and https\.keyFile are no certificate and key/,
    );
  });

  it('does not run twice on one database, whatever the node names', async () => {
    const first = start({ MARCADOR_NODE_NAME: 'one' });
    await first.ready();
    expect(await refusal({ MARCADOR_NODE_NAME: 'other' })).toMatch(
      /^Another Marcador works on this database/,
    );
    first.signal('SIGTERM');
    expect(await first.exit()).toBe(0);
  });

  it('stops in order with its dialer ports', async () => {
    const dialer = start(sip(0));
    await dialer.ready();
    dialer.signal('SIGTERM');
    expect(await dialer.exit()).toBe(0);
    expect(dialer.errors).not.toContain('hunter2');
    expect(dialer.errors).not.toContain('"level":"error"');
  });

  it('brings its own database where none is configured, and takes it down again', async () => {
    await chmod(folder, 0o755);
    const dialer = start({ DATABASE_URL: '' });
    const { url } = await dialer.ready();
    const certificate = await readFile(join(folder, '.marcador/tls/certificate.pem'), 'utf8');
    const ready = await new ApiClient(url, certificate).get('/api/v1/health/ready');
    expect(ready.body).toMatchObject({ status: 'ready', ports: { registered: 0 } });
    dialer.signal('SIGTERM');
    expect(await dialer.exit()).toBe(0);
    const data = /PostgreSQL listens on 127\.0\.0\.1:\d+; its data lie in (.+)\.["\\]/.exec(
      dialer.errors,
    )?.[1];
    expect(await readdir(join(data ?? '', 'cluster'))).toContain('PG_VERSION');
    // A PostgreSQL that runs, or was killed, has its record there.
    expect(await readdir(join(data ?? '', 'cluster'))).not.toContain('postmaster.pid');
  });

  it('stops at once at a second signal', async () => {
    const dialer = start({ ...sip(0), MARCADOR_LOGGING__LEVEL: 'info' });
    await dialer.ready();
    dialer.signal('SIGTERM');
    dialer.signal('SIGINT');
    expect(await dialer.exit()).toBe(1);
  });
});
