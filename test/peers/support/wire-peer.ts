import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { Inbox } from './inbox.js';
import {
  readMessage,
  requestInDialog,
  responseTo,
  type ReadMessage,
  type WireReply,
} from './wire-message.js';

export { pcmuAnswer, type WireReply } from './wire-message.js';

/** A SIP message as it came over the wire in a datagram. */
export type WireMessage = ReadMessage<RemoteInfo>;

/**
 * A SIP peer made of a bare UDP socket: it says only what a test tells it to, byte by byte, so that it can play every
 * fault. What it receives is kept until a test asks for it.
 */
export class WirePeer extends Inbox<RemoteInfo> {
  private constructor(private readonly socket: Socket) {
    super();
    socket.on('message', (datagram, source) => this.take(readMessage(datagram.toString('utf8'), source)));
  }

  /** @param port 0 for any free one */
  static async open(port = 0): Promise<WirePeer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(port, '127.0.0.1', resolve));
    return new WirePeer(socket);
  }

  get port(): number {
    return this.socket.address().port;
  }

  send(text: string, port: number): void {
    this.socket.send(text.replace(/\r?\n/g, '\r\n'), port, '127.0.0.1');
  }

  sendRaw(bytes: Uint8Array, port: number): void {
    this.socket.send(bytes, port, '127.0.0.1');
  }

  reply(request: WireMessage, status: string, reply: WireReply = {}): void {
    const text = responseTo(request, status, { contact: this.contact, ...reply });
    this.socket.send(text, request.source.port, request.source.address);
  }

  /** A request inside the dialog that `invite` began and we answered. */
  sendInDialog(invite: WireMessage, method: string, cseq: number, more: WireReply = {}): void {
    const sentBy = `UDP 127.0.0.1:${this.port}`;
    this.send(
      requestInDialog(invite, method, cseq, { contact: this.contact, sentBy, ...more }),
      invite.source.port,
    );
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private get contact(): string {
    return `<sip:wire@127.0.0.1:${this.port}>`;
  }
}
