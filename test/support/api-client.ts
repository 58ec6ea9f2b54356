import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

/** An answer of the API. */
export interface ApiAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON, or the text. */
  readonly body: unknown;
}

/** What a request is sent with. */
export interface ApiRequest {
  readonly headers?: Record<string, string>;
  /** Sent as JSON, or as it is when it is a string, bytes or a stream. */
  readonly body?: unknown;
}

/** A browser without pages: speaks HTTPS, trusts the service's certificate only, and keeps its cookies. */
export class ApiClient {
  private readonly cookies = new Map<string, string>();
  private last: ClientRequest | undefined;

  constructor(
    private readonly url: string,
    private readonly certificate: string,
  ) {}

  get(path: string): Promise<ApiAnswer> {
    return this.send('GET', path);
  }

  post(path: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<ApiAnswer> {
    return this.send('POST', path, { body, headers });
  }

  csv(path: string, body: string | Uint8Array | Readable): Promise<ApiAnswer> {
    return this.send('POST', path, { body, headers: { 'content-type': 'text/csv' } });
  }

  login(userName: string, password: string): Promise<ApiAnswer> {
    return this.post('/api/v1/session', { userName, password });
  }

  /** The session's token, and a way to steal it. */
  get cookie(): string {
    return [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  async send(method: string, path: string, request: ApiRequest = {}): Promise<ApiAnswer> {
    const { body } = request;
    const plain =
      body === undefined || typeof body === 'string' || body instanceof Uint8Array || isStream(body);
    const response = await this.open(method, path, {
      headers: { ...(plain ? {} : { 'content-type': 'application/json' }), ...request.headers },
      body: plain ? body : JSON.stringify(body),
    });
    const text = await textOf(response);
    const isJson = response.headers['content-type']?.includes('json') === true;
    const parsed: unknown = isJson ? JSON.parse(text) : text;
    return { status: response.statusCode ?? 0, headers: response.headers, body: parsed };
  }

  /** The answer as it begins, for streams. */
  open(method: string, path: string, { headers = {}, body }: ApiRequest = {}): Promise<IncomingMessage> {
    const options: RequestOptions = {
      method,
      ca: this.certificate,
      headers: { ...(this.cookies.size > 0 && { cookie: this.cookie }), ...headers },
    };
    return new Promise((resolve, reject) => {
      const request = httpsRequest(new URL(path, this.url), options, (response) => {
        this.remember(response.headers['set-cookie'] ?? []);
        resolve(response);
      });
      this.last = request;
      request.on('error', reject);
      if (isStream(body)) body.pipe(request);
      else request.end(body as string | Uint8Array | undefined);
    });
  }

  /** Breaks the connection of the last request, whatever has been sent of it. */
  abandon(): void {
    this.last?.destroy(new Error('abandoned'));
  }

  private remember(lines: readonly string[]): void {
    for (const line of lines) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }
}

function isStream(body: unknown): body is Readable {
  return typeof (body as { pipe?: unknown } | null | undefined)?.pipe === 'function';
}

async function textOf(response: IncomingMessage): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of response as AsyncIterable<Buffer>) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}
