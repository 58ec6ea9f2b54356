import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { Agent, request, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../../apps/dialer/dist/main.js', import.meta.url));
const PASSWORD = 'password-of-bench';

/** The service as a process of its own, and somebody who is logged in. */
export class BenchService {
  private cookie = '';
  private readonly agent: Agent;

  private constructor(
    private readonly child: ChildProcess,
    private readonly url: string,
    certificate: string,
  ) {
    this.agent = new Agent({ keepAlive: true, ca: certificate });
  }

  /** @param folder for what the service keeps */
  static async start(folder: string, databaseUrl: string): Promise<BenchService> {
    const child = spawn(process.execPath, [MAIN], {
      cwd: folder,
      env: {
        PATH: process.env['PATH'],
        DATABASE_URL: databaseUrl,
        MARCADOR_READY_JSON: '1',
        MARCADOR_HTTPS__PORT: '0',
        MARCADOR_HTTPS__ADDRESS: '127.0.0.1',
        MARCADOR_BOOTSTRAP__MASTER_PASSWORD: 'first-password',
        MARCADOR_LOGGING__LEVEL: 'error',
        MARCADOR_TELEPHONY__BIND__ADDRESS: '127.0.0.1',
        MARCADOR_TELEPHONY__BIND__PORT: '0',
        MARCADOR_TELEPHONY__TRUNKS__0__SERVERS__0: '127.0.0.1',
        MARCADOR_TELEPHONY__TRUNKS__0__DOMAIN: 'example.com',
        MARCADOR_TELEPHONY__TRUNKS__0__PORTS: '[{ user: "100", password: bench }]',
      },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const gone = once(child, 'exit').then(() => {
      throw new Error('The service ended before it served.');
    });
    const ready = async () => {
      for await (const line of createInterface({ input: child.stdout }))
        if (line.startsWith('{"ready"')) return (JSON.parse(line) as { url: string }).url;
      throw new Error('The service said nothing.');
    };
    const url = await Promise.race([ready(), gone]);
    const certificate = await readFile(join(folder, '.marcador/tls/certificate.pem'), 'utf8');
    return new BenchService(child, url, certificate);
  }

  /** As the Master. */
  async logInAsMaster(): Promise<void> {
    await this.send('POST', '/api/v1/session', { userName: 'master', password: 'first-password' });
    const passwords = { currentPassword: 'first-password', newPassword: PASSWORD };
    await this.send('PUT', '/api/v1/session/password', passwords);
  }

  /** As a new Campaign Administrator of the group. */
  async logInAsAdministrator(groupId: string): Promise<void> {
    const role = 'CAMPAIGN_ADMINISTRATOR';
    const user = { userName: 'bench', password: PASSWORD, mustChangePassword: false, role };
    await this.send('POST', '/api/v1/users', { ...user, groupIds: [groupId] });
    await this.send('POST', '/api/v1/session', { userName: 'bench', password: PASSWORD });
  }

  /** @throws Error with the answer when it is not 2xx */
  async send(method: string, path: string, body?: object): Promise<unknown> {
    const text = body === undefined ? undefined : JSON.stringify(body);
    return this.exchange(method, path, 'application/json', (sent) => sent.end(text));
  }

  async upload(path: string, csv: Readable): Promise<unknown> {
    return this.exchange('POST', path, 'text/csv', (sent) => csv.pipe(sent));
  }

  async stop(): Promise<void> {
    this.agent.destroy();
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  private async exchange(
    method: string,
    path: string,
    type: string,
    write: (sent: ReturnType<typeof request>) => void,
  ): Promise<unknown> {
    const headers = { cookie: this.cookie, 'content-type': type };
    const options: RequestOptions = { method, agent: this.agent, headers };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request(new URL(path, this.url), options, resolve);
      sent.on('error', reject);
      write(sent);
    });
    const pieces: Buffer[] = [];
    for await (const piece of response as AsyncIterable<Buffer>) pieces.push(piece);
    const text = Buffer.concat(pieces).toString();
    const [cookie] = response.headers['set-cookie'] ?? [];
    if (cookie !== undefined) this.cookie = cookie.split(';', 1)[0] ?? '';
    if ((response.statusCode ?? 0) >= 300)
      throw new Error(`${method} ${path}: ${response.statusCode} ${text}`);
    return text === '' ? undefined : JSON.parse(text);
  }
}
