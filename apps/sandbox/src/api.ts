import { Agent, fetch, type Response } from 'undici';

/** How many leads of a campaign are in which state, and what goes on: the service's live progress. */
export interface Progress {
  readonly campaignId: string;
  readonly entryState: string | null;
  readonly leads: Readonly<Record<string, number>>;
  readonly unfinished: number;
  readonly calls: Readonly<Record<string, number>>;
  readonly queue: { readonly free: number; readonly loggedOn: number; readonly unreachable?: string } | null;
}

export interface CallRecord {
  readonly id: string;
  readonly phone: string;
  readonly port: string | null;
}

/** The service's REST API as one logged-in user. */
export class Api {
  private cookie = '';
  private readonly agent: Agent;

  /** @param certificate the service's own, PEM: nothing else is trusted */
  constructor(
    private readonly url: string,
    certificate: string,
  ) {
    this.agent = new Agent({ connect: { ca: certificate } });
  }

  async logIn(userName: string, password: string): Promise<void> {
    this.keepCookie(await this.send('POST', '/session', { userName, password }));
  }

  async changePassword(currentPassword: string, newPassword: string): Promise<void> {
    this.keepCookie(await this.send('PUT', '/session/password', { currentPassword, newPassword }));
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.send('GET', path)).json()) as T;
  }

  async post<T>(path: string, body: object = {}): Promise<T> {
    const text = await (await this.send('POST', path, body)).text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** @param file CSV as text, or a WAV file */
  async upload<T>(path: string, file: string | Uint8Array): Promise<T> {
    return (await (await this.send('POST', path, file)).json()) as T;
  }

  /** Which status a request is answered with, whatever it is. */
  async status(method: string, path: string): Promise<number> {
    const response = await this.request(method, path);
    await response.text();
    return response.status;
  }

  /** Server-sent events of a path, until the signal aborts. */
  async *events<T>(path: string, signal: AbortSignal): AsyncGenerator<T> {
    const response = await this.send('GET', path, undefined, signal);
    let rest = '';
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const data = block
          .split('\n')
          .filter((line) => line.startsWith('data: '))
          .map((line) => line.slice(6));
        if (data.join('') !== '') yield JSON.parse(data.join('\n')) as T;
      }
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  private async send(
    method: string,
    path: string,
    body?: object | string | Uint8Array,
    signal?: AbortSignal,
  ): Promise<Response> {
    const response = await this.request(method, path, body, signal);
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response;
  }

  private request(
    method: string,
    path: string,
    body?: object | string | Uint8Array,
    signal?: AbortSignal,
  ): Promise<Response> {
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      dispatcher: this.agent,
      headers: {
        cookie: this.cookie,
        ...(body === undefined ? {} : { 'content-type': typeOf(body) }),
      },
      ...(body === undefined ? {} : { body: isFile(body) ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  }

  private keepCookie(response: Response): void {
    const cookies = response.headers.getSetCookie();
    if (cookies.length > 0) this.cookie = cookies.map((cookie) => cookie.split(';')[0]).join('; ');
  }
}

function isFile(body: object | string): body is string | Uint8Array {
  return typeof body === 'string' || body instanceof Uint8Array;
}

function typeOf(body: object | string): string {
  if (typeof body === 'string') return 'text/csv';
  return isFile(body) ? 'audio/wav' : 'application/json';
}
