import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** A request with its JSON body parsed; `undefined` when it has none. */
export interface JsonRequest {
  readonly method: string;
  /** Decoded segments of the path. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** Aborts when the client is gone. */
  readonly signal: AbortSignal;
}

export interface JsonAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** What a handler may do instead of answering with JSON: anything at all to the raw response. */
export type RawAnswer = (response: ServerResponse) => void;

/** Answers a request; `undefined` when the client is gone. */
export type Handler = (
  request: JsonRequest,
) => JsonAnswer | RawAnswer | undefined | Promise<JsonAnswer | RawAnswer | undefined>;

export const MALFORMED = Symbol('a body that is not JSON');

/** A small HTTP or HTTPS server for JSON that can vanish from the network and come back on the same port. */
export class JsonServer {
  private readonly server: Server;
  private readonly connections = new Set<Duplex>();
  private address: AddressInfo | undefined;

  constructor(
    private readonly handler: Handler,
    tls?: { readonly key: string; readonly cert: string },
  ) {
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void this.serve(request, response);
    this.server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
    this.server.on('connection', (socket: Duplex) => {
      this.connections.add(socket);
      socket.on('close', () => this.connections.delete(socket));
    });
  }

  /** Listens, the first time on the given port (0: a free one), later on the same one again. */
  open(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(this.address?.port ?? port, host, () => {
        this.server.off('error', reject);
        this.address = this.server.address() as AddressInfo;
        resolve(this.address.port);
      });
    });
  }

  /** Refuses connections and breaks those there are. */
  close(): Promise<void> {
    if (!this.server.listening) return Promise.resolve();
    return new Promise((resolve) => {
      this.server.close(() => resolve());
      for (const socket of this.connections) socket.destroy();
    });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    let answer: JsonAnswer | RawAnswer | undefined;
    try {
      const url = new URL(request.url ?? '/', 'http://localhost');
      answer = await this.handler({
        method: request.method ?? 'GET',
        path: url.pathname.split('/').filter(Boolean).map(decodeURIComponent),
        query: url.searchParams,
        body: await bodyOf(request),
        signal: gone.signal,
      });
    } catch (error) {
      answer = { status: 500, body: { error: { code: 'INTERNAL', message: String(error) } } };
    }
    if (answer === undefined || response.destroyed) return;
    if (typeof answer === 'function') answer(response);
    else
      response
        .writeHead(answer.status, { 'content-type': 'application/json' })
        .end(JSON.stringify(answer.body));
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString('utf8');
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return MALFORMED;
  }
}
