import { createCipheriv, createHmac, timingSafeEqual } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { HOST } from './media-variants.js';

const HEADER_BYTES = 12;
const TAG_BYTES = 10;

/** The least that receives packets: sockets that count them, and with SRTP what its algorithms need for each. */
export class BareMedia {
  packets = 0;
  private readonly sockets: Socket[] = [];
  private readonly key = Buffer.alloc(16);
  private readonly rollover = Buffer.alloc(4);

  constructor(private readonly deciphers: boolean) {}

  /** @returns the port of another socket */
  async open(): Promise<number> {
    const socket = createSocket('udp4', (datagram) => this.receive(datagram)).bind(0, HOST);
    await once(socket, 'listening');
    this.sockets.push(socket);
    return socket.address().port;
  }

  close(): void {
    for (const socket of this.sockets) socket.close();
  }

  private receive(datagram: Buffer): void {
    this.packets++;
    if (!this.deciphers) return;
    const end = datagram.length - TAG_BYTES;
    const hmac = createHmac('sha1', this.key).update(datagram.subarray(0, end)).update(this.rollover);
    timingSafeEqual(hmac.digest().subarray(0, TAG_BYTES), datagram.subarray(end));
    createCipheriv('aes-128-ctr', this.key, this.key).update(datagram.subarray(HEADER_BYTES, end));
  }
}
