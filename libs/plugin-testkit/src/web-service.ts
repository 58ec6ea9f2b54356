import { once } from 'node:events';
import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';

/** A request that the plugin has made. */
export interface WebQuestion {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  /** All of it, as text. */
  readonly body: string;
}

export type WebReply = (response: ServerResponse, question: WebQuestion) => void;

/** PEM. */
export interface TlsKeys {
  readonly key: string;
  readonly cert: string;
}

/** A web service on a socket of 127.0.0.1, which keeps what it is asked and answers as the test says. */
export class FakeWebService {
  readonly questions: WebQuestion[] = [];
  /** How many connections there have been. */
  connections = 0;
  reply: WebReply = (response) => response.end();
  private readonly sockets = new Set<Socket>();
  private refuses = false;

  private constructor(
    private readonly server: Server,
    /** Its scheme, host and port. */
    readonly origin: string,
    scheme: 'http' | 'https',
  ) {
    server.on('connection', (socket: Socket) => this.connected(socket));
    server.on(scheme === 'https' ? 'secureConnection' : 'connection', () => this.connections++);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      this.answer(request, response).catch(() => response.destroy());
    });
  }

  /** Speaks TLS with these keys; without them plain HTTP. */
  static async start(keys?: TlsKeys): Promise<FakeWebService> {
    const server = keys === undefined ? createPlainServer() : createServer(keys);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const scheme = keys === undefined ? 'http' : 'https';
    const { port } = server.address() as AddressInfo;
    return new FakeWebService(server, `${scheme}://127.0.0.1:${port}`, scheme);
  }

  /** Ends all connections, and each new one at once, until it is let in again. */
  refuse(refuses: boolean): void {
    this.refuses = refuses;
    if (refuses) this.cut();
  }

  /** Ends all connections; new ones are welcome. */
  cut(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  /** May be repeated. */
  async stop(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private connected(socket: Socket): void {
    if (this.refuses) return void socket.destroy();
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    request.setEncoding('utf8');
    for await (const chunk of request) body += String(chunk);
    const { method = '', url = '', headers } = request;
    const question = { method, url, headers, body };
    this.questions.push(question);
    this.reply(response, question);
  }
}

/** Answers with JSON. */
export function json(status: number, body: unknown): WebReply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}
