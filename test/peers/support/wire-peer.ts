import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';

/** A SIP message as it came over the wire. */
export interface WireMessage {
  readonly text: string;
  /** The method of a request, the status code of a response. */
  readonly start: string;
  readonly body: string;
  readonly source: RemoteInfo;
  header(name: string): string | undefined;
  headers(name: string): readonly string[];
}

export interface WireReply {
  readonly toTag?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  /** @default application/sdp */
  readonly contentType?: string;
  /** @default this peer */
  readonly contact?: string;
}

/**
 * A SIP peer made of a bare UDP socket: it says only what a test tells it to, byte by byte, so that it can play every
 * fault. What it receives is kept until a test asks for it.
 */
export class WirePeer {
  private readonly received: WireMessage[] = [];
  private readonly waiting = new Set<{
    readonly fits: (message: WireMessage) => boolean;
    readonly resolve: (message: WireMessage) => void;
  }>();
  private readonly automatic = new Map<string, (message: WireMessage) => void>();
  /** Everything that came, answered or not. */
  readonly log: WireMessage[] = [];

  private constructor(private readonly socket: Socket) {
    socket.on('message', (datagram, source) => this.take(readMessage(datagram.toString('utf8'), source)));
  }

  static async open(): Promise<WirePeer> {
    const socket = createSocket('udp4');
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
    return new WirePeer(socket);
  }

  get port(): number {
    return this.socket.address().port;
  }

  /** Handles every message that begins so, from now on, instead of keeping it. */
  always(start: string, handle: (message: WireMessage) => void): void {
    this.automatic.set(start, handle);
  }

  /**
   * The next request of a method, or the next response with a status code.
   * @param cseq where an earlier one may be repeated: the CSeq of the one that is meant
   */
  next(start: string, cseq?: string): Promise<WireMessage> {
    const fits = (message: WireMessage) =>
      message.start === start && (cseq === undefined || message.header('cseq') === cseq);
    const index = this.received.findIndex(fits);
    const [kept] = index === -1 ? [] : this.received.splice(index, 1);
    if (kept !== undefined) return Promise.resolve(kept);
    return new Promise((resolve) => {
      this.waiting.add({ fits, resolve });
    });
  }

  send(text: string, port: number): void {
    this.socket.send(text.replace(/\r?\n/g, '\r\n'), port, '127.0.0.1');
  }

  sendRaw(bytes: Uint8Array, port: number): void {
    this.socket.send(bytes, port, '127.0.0.1');
  }

  reply(
    request: WireMessage,
    status: string,
    {
      toTag = 'wire',
      headers = [],
      body = '',
      contentType = 'application/sdp',
      contact = `<sip:wire@127.0.0.1:${this.port}>`,
    }: WireReply = {},
  ): void {
    const to = request.header('to') ?? '';
    const lines = [
      `SIP/2.0 ${status}`,
      ...request.headers('via').map((via) => `Via: ${via}`),
      `From: ${request.header('from')}`,
      `To: ${to}${to.includes(';tag=') || status.startsWith('100') ? '' : `;tag=${toTag}`}`,
      `Call-ID: ${request.header('call-id')}`,
      `CSeq: ${request.header('cseq')}`,
      `Contact: ${contact}`,
      ...headers,
      ...(body === '' ? [] : [`Content-Type: ${contentType}`]),
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    this.socket.send(`${lines.join('\r\n')}\r\n\r\n${body}`, request.source.port, request.source.address);
  }

  /** A request inside the dialog that `invite` began and we answered. */
  sendInDialog(
    invite: WireMessage,
    method: string,
    cseq: number,
    {
      headers = [],
      body = '',
      toTag = 'wire',
      contact = `<sip:wire@127.0.0.1:${this.port}>`,
    }: WireReply = {},
  ): void {
    const target = /<([^>]+)>/.exec(invite.header('contact') ?? '')?.[1] ?? '';
    const to = invite.header('to') ?? '';
    this.send(
      [
        `${method} ${target} SIP/2.0`,
        `Via: SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${method}${cseq}${invite.header('call-id')};rport`,
        `From: ${to}${to.includes(';tag=') ? '' : `;tag=${toTag}`}`,
        `To: ${invite.header('from')}`,
        `Call-ID: ${invite.header('call-id')}`,
        `CSeq: ${cseq} ${method}`,
        `Contact: ${contact}`,
        'Max-Forwards: 70',
        ...headers,
        ...(body === '' || headers.some((line) => line.startsWith('Content-Type:'))
          ? []
          : ['Content-Type: application/sdp']),
        `Content-Length: ${Buffer.byteLength(body)}`,
        '',
        body,
      ].join('\r\n'),
      invite.source.port,
    );
  }

  close(): Promise<void> {
    return new Promise((resolve) => this.socket.close(() => resolve()));
  }

  private take(message: WireMessage): void {
    this.log.push(message);
    const automatic = this.automatic.get(message.start);
    if (automatic !== undefined) {
      automatic(message);
      return;
    }
    for (const waiter of this.waiting) {
      if (!waiter.fits(message)) continue;
      this.waiting.delete(waiter);
      waiter.resolve(message);
      return;
    }
    this.received.push(message);
  }
}

function readMessage(text: string, source: RemoteInfo): WireMessage {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [first = '', ...lines] = head.split('\r\n');
  const [one = '', two = ''] = first.split(' ');
  const headers = (name: string) =>
    lines.flatMap((line) => {
      const colon = line.indexOf(':');
      return line.slice(0, colon).trim().toLowerCase() === name ? [line.slice(colon + 1).trim()] : [];
    });
  return {
    text,
    start: one === 'SIP/2.0' ? two : one,
    body: rest.join('\r\n\r\n'),
    source,
    header: (name) => headers(name)[0],
    headers,
  };
}

/** An answer to any offer with PCMU, or an offer of it, whose audio goes to `port`. */
export function pcmuAnswer(port: number, ...attributes: readonly string[]): string {
  return [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    'c=IN IP4 127.0.0.1',
    't=0 0',
    `m=audio ${port} RTP/AVP 0 101`,
    'a=rtpmap:0 PCMU/8000',
    'a=rtpmap:101 telephone-event/8000',
    ...attributes,
    '',
  ].join('\r\n');
}
