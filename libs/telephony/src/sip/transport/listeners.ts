import { createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { SipTransport } from './hop.js';
import { listenerOptions, type TlsSettings } from './tls-options.js';

type Accept = (socket: Socket, transport: SipTransport) => void;

const HANDSHAKE_TIMEOUT_MS = 10_000;

/** Listens for TCP connections. @throws NodeJS.ErrnoException when the port cannot be bound */
export function listenTcp(host: string, port: number, accept: Accept): Promise<Server> {
  return listening(
    createTcpServer((socket) => accept(socket, 'tcp')),
    host,
    port,
  );
}

/** Listens for TLS connections. @throws Error when the port cannot be bound or the certificate is of no use */
export function listenTls(
  host: string,
  port: number,
  settings: TlsSettings,
  accept: Accept,
): Promise<Server> {
  const options = { ...listenerOptions(settings), handshakeTimeout: HANDSHAKE_TIMEOUT_MS };
  const server = createTlsServer(options, (socket) => accept(socket, 'tls'));
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
