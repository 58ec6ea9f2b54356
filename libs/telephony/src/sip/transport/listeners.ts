import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Clock } from '@marcador/platform/clock.js';
import { Handshakes } from './handshakes.js';
import type { SipTransport } from './hop.js';
import { listenerOptions, type TlsSettings } from './tls-options.js';

/** Who gets in, and what then. */
export interface Entrance {
  /** Whether somebody may connect; who may not is not spoken to. */
  readonly mayConnect: (address: string) => boolean;
  readonly accept: (socket: Socket, transport: SipTransport) => void;
}

/** Listens for TCP connections. @throws NodeJS.ErrnoException when the port cannot be bound */
export function listenTcp(host: string, port: number, { mayConnect, accept }: Entrance): Promise<Server> {
  const server = createTcpServer((socket) => {
    if (mayConnect(socket.remoteAddress ?? '')) accept(socket, 'tcp');
    else socket.destroy();
  });
  return listening(server, host, port);
}

/** Listens for TLS connections. @throws Error when the port cannot be bound or the certificate is of no use */
export function listenTls(
  host: string,
  port: number,
  { settings, clock, mayConnect, accept }: Entrance & { settings: TlsSettings; clock: Clock },
): Promise<Server> {
  const handshakes = new Handshakes(clock);
  const server = createTlsServer(listenerOptions(settings), (socket) => {
    handshakes.ended(socket);
    accept(socket, 'tls');
  });
  server.on('connection', (socket: Socket) => {
    if (mayConnect(socket.remoteAddress ?? '')) handshakes.begin(socket);
    else socket.destroy();
  });
  // A handshake that fails is the peer's business; without a listener it would still hold its socket.
  server.on('tlsClientError', (_error, socket) => socket.destroy());
  return listening(server, host, port);
}

function listening(server: Server, host: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => {
      server.off('error', reject);
      server.on('error', () => {});
      resolve(server);
    });
  });
}
