import { createSocket, type Socket } from 'node:dgram';
import { isIPv6 } from 'node:net';
import type { HostPort } from './hop.js';

const RECEIVE_BUFFER_BYTES = 1 << 20;

/** A bound UDP socket for SIP. */
export class UdpSocket {
  private closed = false;

  private constructor(
    private readonly socket: Socket,
    onMessage: (bytes: Buffer, source: HostPort) => void,
    onError: (error: Error) => void,
  ) {
    socket.on('message', (bytes, { address: host, port }) => onMessage(bytes, { host, port }));
    socket.on('error', onError);
  }

  /** @throws NodeJS.ErrnoException when the address or port cannot be bound */
  static async open(
    { host, port }: HostPort,
    onMessage: (bytes: Buffer, source: HostPort) => void,
    onError: (error: Error) => void,
  ): Promise<UdpSocket> {
    const type = isIPv6(host) ? 'udp6' : 'udp4';
    const socket = createSocket({ type, recvBufferSize: RECEIVE_BUFFER_BYTES });
    await new Promise<void>((resolve, reject) => {
      socket.once('error', (error) => {
        socket.close();
        reject(error);
      });
      socket.bind({ address: host, port, exclusive: true }, resolve);
    });
    socket.removeAllListeners('error');
    return new UdpSocket(socket, onMessage, onError);
  }

  get address(): HostPort {
    const { address, port } = this.socket.address();
    return { host: address, port };
  }

  send(text: string, { host, port }: HostPort): Promise<void> {
    if (this.closed) return Promise.reject(new Error('SIP has been closed'));
    return new Promise((resolve, reject) =>
      this.socket.send(text, port, host, (error) => (error === null ? resolve() : reject(error))),
    );
  }

  close(): Promise<void> {
    if (this.closed) return Promise.resolve();
    this.closed = true;
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }
}
