import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { pcmuAnswer } from '../peers/support/wire-peer.js';

/** What names the call in progress on the wire. */
export interface CallNames {
  readonly callId: string;
  readonly branch: string;
  readonly from: string;
}

/** Answers whatever we ask it, and keeps nothing but the names of the last call. */
export class FuzzPeer {
  /** Those of the last INVITE that came. */
  call: CallNames = { callId: 'none', branch: 'z9hG4bKnone', from: '<sip:2001@pbx.test>;tag=none' };
  private pong: ((id: string) => void) | undefined;

  private constructor(private readonly socket: Socket) {
    socket.on('message', (bytes, source) => this.take(bytes.toString('utf8'), source));
  }

  static async open(): Promise<FuzzPeer> {
    const socket = createSocket('udp4').bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return new FuzzPeer(socket);
  }

  get port(): number {
    return this.socket.address().port;
  }

  send(bytes: Buffer, port: number): void {
    this.socket.send(bytes, port, '127.0.0.1');
  }

  /** Resolves when all that was sent before has been dealt with: an OPTIONS after it is answered. */
  async dealtWith(port: number, id: string): Promise<void> {
    const ping = Buffer.from(
      [
        'OPTIONS sip:nobody@pbx.test SIP/2.0',
        `Via: SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${id};rport`,
        'From: <sip:a@pbx.test>;tag=a',
        'To: <sip:b@pbx.test>',
        `Call-ID: ${id}`,
        'CSeq: 1 OPTIONS',
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
    await new Promise<void>((resolve) => {
      const again = setInterval(() => this.send(ping, port), 1000);
      this.pong = (answered) => {
        if (answered !== id) return;
        clearInterval(again);
        resolve();
      };
      this.send(ping, port);
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private take(text: string, source: RemoteInfo): void {
    const field = (name: string) => new RegExp(`^${name}: *(.*?)\r?$`, 'im').exec(text)?.[1] ?? '';
    if (text.startsWith('SIP/2.0 ')) {
      this.pong?.(field('Call-ID'));
      return;
    }
    if (text.startsWith('ACK ')) return;
    const isInvite = text.startsWith('INVITE ');
    if (isInvite) {
      const branch = /branch=([^;\s]+)/.exec(field('Via'))?.[1] ?? '';
      this.call = { callId: field('Call-ID'), branch, from: field('From') };
    }
    const body = isInvite ? pcmuAnswer(40_000) : '';
    const to = field('To');
    this.send(
      Buffer.from(
        [
          'SIP/2.0 200 OK',
          `Via: ${field('Via')}`,
          `From: ${field('From')}`,
          `To: ${to}${to.includes(';tag=') ? '' : ';tag=wire'}`,
          `Call-ID: ${field('Call-ID')}`,
          `CSeq: ${field('CSeq')}`,
          `Contact: <sip:wire@127.0.0.1:${this.port}>`,
          ...(isInvite ? ['Content-Type: application/sdp'] : []),
          `Content-Length: ${Buffer.byteLength(body)}`,
          '',
          body,
        ].join('\r\n'),
      ),
      source.port,
    );
  }
}
