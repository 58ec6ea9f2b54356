import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const CLIENT_ID = 'marcador@acme';
export const CLIENT_SECRET = 's3cret:&';
export const API_KEY = 'k3y';

type Reply = (response: ServerResponse, body: string) => void;

/** A registry on 127.0.0.1: plain HTTP, a token endpoint, and faults as the test orders them. */
export class FakeRegistry {
  readonly listed = new Set<string>();
  /** The numbers of each look-up that had valid credentials. */
  readonly lookUps: string[][] = [];
  /** The bodies of all requests for a token. */
  readonly tokenRequests: string[] = [];
  /** What tokens are said to live, seconds. */
  expiresIn: number | undefined = 3600;
  /** In place of its own answer, while set. */
  lookUp: Reply | undefined;
  tokenAnswer: Reply | undefined;
  private token = '';

  private constructor(
    private readonly server: ReturnType<typeof createServer>,
    readonly origin: string,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void text(request).then((body) =>
        request.url === '/token'
          ? this.giveToken(request, response, body)
          : this.answer(request, response, body),
      );
    });
  }

  static async start(): Promise<FakeRegistry> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeRegistry(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  }

  get oauth() {
    const credentials = { clientId: CLIENT_ID, clientSecret: CLIENT_SECRET };
    return { baseUrl: `${this.origin}/v1`, tokenUrl: `${this.origin}/token`, ...credentials };
  }

  /** The token that was given last is not taken any more. */
  withdrawToken(): void {
    this.token = 'withdrawn';
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private giveToken({ headers }: IncomingMessage, response: ServerResponse, body: string): void {
    this.tokenRequests.push(body);
    if (this.tokenAnswer !== undefined) return this.tokenAnswer(response, body);
    const [scheme, credentials = ''] = (headers.authorization ?? '').split(' ');
    const [id = '', secret = ''] = Buffer.from(credentials, 'base64')
      .toString()
      .split(':')
      .map(decodeURIComponent);
    if (scheme !== 'Basic' || id !== CLIENT_ID || secret !== CLIENT_SECRET)
      return send(response, 401, { error: 'invalid_client' });
    this.token = `token-${this.tokenRequests.length}`;
    const answer = { access_token: this.token, token_type: 'Bearer', expires_in: this.expiresIn };
    send(response, 200, answer);
  }

  private answer({ url, headers }: IncomingMessage, response: ServerResponse, body: string): void {
    const known = headers['x-api-key'] === API_KEY || headers.authorization === `Bearer ${this.token}`;
    if (url !== '/v1/lookups') return send(response, 404, {});
    if (!known) return send(response, 401, {});
    const { numbers } = JSON.parse(body) as { numbers: string[] };
    this.lookUps.push(numbers);
    if (this.lookUp !== undefined) return this.lookUp(response, body);
    send(response, 200, { results: numbers.map((number) => ({ number, listed: this.listed.has(number) })) });
  }
}

export function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
