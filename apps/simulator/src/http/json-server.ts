import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

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

/** A small HTTP or HTTPS server for JSON that can be out of reach for a while. */
export class JsonServer {
  private readonly server: Server;
  private readonly connections = new Set<Socket>();
  private isOutOfReach = false;

  constructor(
    private readonly handler: Handler,
    tls?: { readonly key: string; readonly cert: string },
  ) {
    const listener = (request: IncomingMessage, response: ServerResponse) =>
      void this.serve(request, response);
    this.server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
    this.server.on('connection', (socket: Socket) => {
      if (this.isOutOfReach) socket.resetAndDestroy();
      this.connections.add(socket);
      socket.on('close', () => this.connections.delete(socket));
    });
  }

  /** Listens. @param port 0 for a free one @returns it */
  open(host: string, port: number): Promise<number> {
    return new Promise((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(port, host, () => {
        this.server.off('error', reject);
        resolve((this.server.address() as AddressInfo).port);
      });
    });
  }

  /**
   * Breaks all connections, and each that is made until it is back. It keeps its port: one that was given up could be
   * another program's when it wants it back.
   */
  vanish(): void {
    this.isOutOfReach = true;
    for (const socket of this.connections) socket.resetAndDestroy();
  }

  comeBack(): void {
    this.isOutOfReach = false;
  }

  /** Listens no more, and breaks the connections there are. */
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
