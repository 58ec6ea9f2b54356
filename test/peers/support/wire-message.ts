/** A SIP message as it came over the wire. */
export interface ReadMessage<Source> {
  readonly text: string;
  /** The method of a request, the status code of a response. */
  readonly start: string;
  readonly body: string;
  readonly source: Source;
  header(name: string): string | undefined;
  headers(name: string): readonly string[];
}

type Headers = Pick<ReadMessage<unknown>, 'header' | 'headers'>;

export interface WireReply {
  readonly toTag?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  /** @default application/sdp */
  readonly contentType?: string;
  /** @default this peer */
  readonly contact?: string;
}

/** Takes a message apart. */
export function readMessage<Source>(text: string, source: Source): ReadMessage<Source> {
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

/** The response to a request. */
export function responseTo(request: Headers, status: string, reply: WireReply & { contact: string }): string {
  const { toTag = 'wire', headers = [], body = '', contentType = 'application/sdp', contact } = reply;
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
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/**
 * A request inside the dialog that `invite` began and we answered.
 * @param sentBy of its Via, with the transport: `UDP 127.0.0.1:5060`
 */
export function requestInDialog(
  invite: Headers,
  method: string,
  cseq: number,
  {
    headers = [],
    body = '',
    toTag = 'wire',
    contact,
    sentBy,
  }: WireReply & { contact: string; sentBy: string },
): string {
  const target = /<([^>]+)>/.exec(invite.header('contact') ?? '')?.[1] ?? '';
  const to = invite.header('to') ?? '';
  return [
    `${method} ${target} SIP/2.0`,
    `Via: SIP/2.0/${sentBy};branch=z9hG4bK${method}${cseq}${invite.header('call-id')};rport`,
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
  ].join('\r\n');
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
