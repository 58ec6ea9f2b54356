import { createServer, connect as connectTcp, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { connect as connectTls, TLSSocket, createSecureContext, type SecureContext } from 'node:tls';
import { StreamFraming } from '@marcador/telephony/sip/transport/stream-framing.js';
import type { KeyPair } from '../../support/certificates.js';
import { Inbox } from './inbox.js';
import {
  readMessage,
  requestInDialog,
  responseTo,
  type ReadMessage,
  type WireReply,
} from './wire-message.js';

export type StreamMessage = ReadMessage<Socket>;

/** A SIP peer that speaks TLS: a listener, and whatever connections a test opens. It says only what a test tells it to. */
export class TlsPeer extends Inbox<Socket> {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    context: SecureContext,
  ) {
    super();
    server.on('connection', (raw) => {
      this.keep(raw);
      this.read(new TLSSocket(raw, { isServer: true, secureContext: context }));
    });
  }

  static async open({ cert, key }: KeyPair): Promise<TlsPeer> {
    const server = createServer();
    const peer = new TlsPeer(server, createSecureContext({ cert, key }));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return peer;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  /**
   * Connects to a listener that has to show a certificate for `name`.
   * @returns the connection, and the one of TCP below it
   */
  async connect(port: number, ca: string, name: string): Promise<{ tls: TLSSocket; tcp: Socket }> {
    const tcp = connectTcp(port, '127.0.0.1');
    this.keep(tcp);
    const tls = connectTls({ socket: tcp, ca, servername: name });
    this.read(tls);
    await once(tls, 'secureConnect');
    return { tls, tcp };
  }

  reply(request: StreamMessage, status: string, reply: WireReply = {}): void {
    request.source.write(responseTo(request, status, { contact: this.contact, ...reply }));
  }

  /** A request inside the dialog that `invite` began and we answered. @param sentBy where its response is wanted */
  inDialog(
    invite: StreamMessage,
    method: string,
    cseq: number,
    { sentBy = `127.0.0.1:${this.port}`, ...more }: WireReply & { readonly sentBy?: string } = {},
  ): string {
    return requestInDialog(invite, method, cseq, { contact: this.contact, ...more, sentBy: `TLS ${sentBy}` });
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => {});
  }

  private read(socket: TLSSocket): void {
    const framing = new StreamFraming();
    this.keep(socket);
    socket.on('data', (chunk: Buffer) => {
      for (const frame of framing.push(chunk))
        if (frame.kind === 'message') this.take(readMessage(frame.bytes.toString('utf8'), socket));
    });
  }

  private get contact(): string {
    return `<sip:wire@127.0.0.1:${this.port};transport=tls>`;
  }
}
