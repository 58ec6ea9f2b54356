import { createSocket } from 'node:dgram';
import type { Peer } from './server-transaction.js';

/** The UDP socket of the carrier. */
export interface UdpSocket {
  readonly local: Peer;
  send(text: string, to: Peer): void;
  close(): Promise<void>;
}

/** Opens a socket on that address; port 0 takes a free one. `receive` gets each datagram. */
export function openUdp(
  address: string,
  port: number,
  receive: (text: string, source: Peer) => void,
): Promise<UdpSocket> {
  const socket = createSocket({ type: 'udp4', recvBufferSize: 4 * 1024 * 1024 });
  return new Promise((resolve, reject) => {
    socket.once('error', reject);
    socket.bind(port, address, () => {
      socket.off('error', reject);
      // A peer that is gone is found out by time-outs.
      socket.on('error', () => {});
      socket.on('message', (datagram, source) => receive(datagram.toString('utf8'), source));
      resolve({
        local: { address, port: socket.address().port },
        send: (text, to) => socket.send(text, to.port, to.address),
        close: () => new Promise((closed) => socket.close(() => closed())),
      });
    });
  });
}
