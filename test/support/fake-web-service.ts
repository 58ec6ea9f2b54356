import { once } from 'node:events';
import {
  createServer as createPlainServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { generate } from 'selfsigned';

interface Question {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Reply = (response: ServerResponse, question: Question) => void;
export type Certificate = Awaited<ReturnType<typeof certificateFor>>;

/** A web service on a socket of 127.0.0.1, which keeps what it is asked and answers as the test says. */
export class FakeWebService {
  readonly questions: Question[] = [];
  connections = 0;
  reply: Reply = json(200, {});

  private constructor(
    private readonly server: Server,
    /** Its scheme, host and port. */
    readonly origin: string,
    scheme: 'http' | 'https',
  ) {
    server.on(scheme === 'https' ? 'secureConnection' : 'connection', () => this.connections++);
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      void (async () => {
        let body = '';
        for await (const chunk of request) body += String(chunk);
        const question = { method: request.method, url: request.url, headers: request.headers, body };
        this.questions.push(question);
        this.reply(response, question);
      })();
    });
  }

  /** Speaks TLS with this certificate; without one plain HTTP. */
  static async start(pem?: Certificate): Promise<FakeWebService> {
    const server =
      pem === undefined ? createPlainServer() : createServer({ key: pem.private, cert: pem.cert });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const scheme = pem === undefined ? 'http' : 'https';
    const { port } = server.address() as AddressInfo;
    return new FakeWebService(server, `${scheme}://127.0.0.1:${port}`, scheme);
  }

  /** May be repeated. */
  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function json(status: number, body: object): Reply {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** A certificate that is its own authority. */
export function certificateFor(ip: string) {
  return generate([{ name: 'commonName', value: 'test' }], {
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 7, ip }] },
    ],
  });
}
