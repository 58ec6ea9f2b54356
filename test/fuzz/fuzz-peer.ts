import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { pcmuAnswer } from '../peers/support/wire-peer.js';

/** What names the call in progress on the wire. */
export interface CallNames {
  readonly callId: string;
  readonly branch: string;
  readonly from: string;
  /** The session description of our INVITE. */
  readonly offer: string;
}

/** A message before it is written: its Content-Length is right, whatever was changed. */
export interface Draft {
  readonly start: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly body: string;
}

/** What the peer sends in place of its answer to a request of a method. */
export type Change = (draft: Draft, method: string) => readonly Draft[];

/** Answers whatever we ask it, and keeps nothing but the names of the last call. */
export class FuzzPeer {
  /** Those of the last INVITE that came. */
  call: CallNames = {
    callId: 'none',
    branch: 'z9hG4bKnone',
    from: '<sip:2001@pbx.test>;tag=none',
    offer: '',
  };
  change: Change = (draft) => [draft];
  /** The session description of its answers. */
  answer = pcmuAnswer(4000);
  private cseq = 0;
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

  /** A request inside the dialog of the call in progress. */
  request(method: string, fields: Draft['fields'] = [], body = ''): Draft {
    const { callId, from } = this.call;
    const cseq = ++this.cseq;
    return {
      start: `${method} sip:2001@127.0.0.1 SIP/2.0`,
      fields: [
        ['Via', `SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${method}${cseq}${callId};rport`],
        ['From', '<sip:4930123456@pbx.test>;tag=wire'],
        ['To', from],
        ['Call-ID', callId],
        ['CSeq', `${cseq} ${method}`],
        ['Max-Forwards', '70'],
        ...fields,
      ],
      body,
    };
  }

  /** Resolves when all that was sent before has been dealt with: an OPTIONS after it is answered. */
  async dealtWith(port: number, id: string): Promise<void> {
    const ping = written({
      start: 'OPTIONS sip:nobody@pbx.test SIP/2.0',
      fields: [
        ['Via', `SIP/2.0/UDP 127.0.0.1:${this.port};branch=z9hG4bK${id};rport`],
        ['From', '<sip:a@pbx.test>;tag=a'],
        ['To', '<sip:b@pbx.test>'],
        ['Call-ID', id],
        ['CSeq', '1 OPTIONS'],
      ],
      body: '',
    });
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
    const [, cseq = '', sequenceMethod = ''] = /^(\d+) +(\w+)$/.exec(field('CSeq')) ?? [];
    if (text.startsWith('SIP/2.0 ')) {
      this.pong?.(field('Call-ID'));
      if (sequenceMethod === 'INVITE' && text.startsWith('SIP/2.0 2')) this.acknowledge(cseq, source.port);
      return;
    }
    const method = /^\w+/.exec(text)?.[0] ?? '';
    if (method === 'ACK') return;
    const isInvite = method === 'INVITE';
    if (isInvite) this.called(text, field);
    const to = field('To');
    const body = isInvite || (method === 'UPDATE' && field('Content-Type') !== '') ? this.answer : '';
    const draft: Draft = {
      start: 'SIP/2.0 200 OK',
      fields: [
        ['Via', field('Via')],
        ['From', field('From')],
        ['To', to.includes(';tag=') ? to : `${to};tag=wire`],
        ['Call-ID', field('Call-ID')],
        ['CSeq', field('CSeq')],
        ['Contact', `<sip:wire@127.0.0.1:${this.port}>`],
        ...(body === '' ? [] : [['Content-Type', 'application/sdp'] as const]),
      ],
      body,
    };
    for (const each of this.change(draft, method)) this.send(written(each), source.port);
  }

  private called(text: string, field: (name: string) => string): void {
    const branch = /branch=([^;\s]+)/.exec(field('Via'))?.[1] ?? '';
    const offer = text.slice(text.indexOf('\r\n\r\n') + 4);
    if (field('Call-ID') !== this.call.callId) this.cseq = 0;
    this.call = { callId: field('Call-ID'), branch, from: field('From'), offer };
  }

  private acknowledge(cseq: string, port: number): void {
    const draft = this.request('ACK');
    this.cseq--;
    const fields = draft.fields.map((each) =>
      each[0] === 'CSeq' ? (['CSeq', `${cseq} ACK`] as const) : each,
    );
    this.send(written({ ...draft, fields }), port);
  }
}

/** The bytes of a message. */
export function written({ start, fields, body }: Draft): Buffer {
  const lines = [start, ...fields.map(([name, value]) => `${name}: ${value}`)];
  return Buffer.from([...lines, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n'));
}

/** The draft with a field more, in the place of one of that name where there is one. */
export function withField(draft: Draft, name: string, value: string): Draft {
  return { ...draft, fields: [...draft.fields.filter(([own]) => own !== name), [name, value]] };
}
