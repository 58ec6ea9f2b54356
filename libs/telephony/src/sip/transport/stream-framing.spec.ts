import fc from 'fast-check';
import { FramingError, StreamFraming } from './stream-framing.js';

const message = (body = '', extra: readonly string[] = []) =>
  ['OPTIONS sip:a@b SIP/2.0', ...extra, `Content-Length: ${Buffer.byteLength(body)}`, '', body].join('\r\n');

const messages = (framing: StreamFraming, text: string) =>
  Array.from(framing.push(Buffer.from(text)), (frame) =>
    frame.kind === 'message' ? frame.bytes.toString() : frame.kind,
  );

describe('the framing of a stream (RFC 3261 §18.3)', () => {
  it('finds the same messages however their bytes are parted', () => {
    const texts = [message('v=0\r\n\r\nümläut'), message(), message('x'.repeat(3000)), message('y')];
    const stream = Buffer.from(texts.join('\r\n\r\n'));
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length), { maxLength: 40 }), (cuts) => {
        const framing = new StreamFraming();
        const found: string[] = [];
        let from = 0;
        for (const to of [...cuts.sort((a, b) => a - b), stream.length]) {
          for (const frame of framing.push(stream.subarray(from, to)))
            if (frame.kind === 'message') found.push(frame.bytes.toString());
          from = to;
        }
        expect(found).toEqual(texts);
        expect(framing.isInside).toBe(false);
      }),
    );
  });

  it('tells each CRLF before a message, by which a peer shows that it is alive (RFC 5626 §3.5.1)', () => {
    expect(messages(new StreamFraming(), `\r\n\r\n${message()}\r\n`)).toEqual([
      'crlf',
      'crlf',
      message(),
      'crlf',
    ]);
  });

  it.each([
    ['the compact form', 'l: 2'],
    ['spaces around the colon', 'Content-Length \t:  2 '],
    ['a folded line', 'CONTENT-LENGTH:\r\n  2'],
    ['the same length twice', 'Content-Length: 2\r\nl: 2'],
  ])('reads %s of Content-Length', (_, field) => {
    const text = `OPTIONS sip:a@b SIP/2.0\r\n${field}\r\n\r\nab`;
    expect(messages(new StreamFraming(), `${text}X`)).toEqual([text]);
  });

  it.each([
    ['no Content-Length', 'OPTIONS sip:a@b SIP/2.0\r\nVia: x\r\n\r\n'],
    ['two that differ', 'A b SIP/2.0\r\nl: 1\r\nl: 2\r\n\r\nab'],
    ['one that is no number', 'A b SIP/2.0\r\nContent-Length: two\r\n\r\nab'],
    ['one that is a number and one that is none', 'A b SIP/2.0\r\nl: 2\r\nl: two\r\n\r\nab'],
    ['a negative one', 'A b SIP/2.0\r\nContent-Length: -1\r\n\r\nab'],
    ['a body above the limit', 'A b SIP/2.0\r\nContent-Length: 65537\r\n\r\n'],
    ['a head above the limit', `A b SIP/2.0\r\nX: ${'x'.repeat(16_384)}`],
  ])('gives up at %s', (_, text) => {
    expect(() => messages(new StreamFraming(), text)).toThrow(FramingError);
  });

  it('gives what came before it gives up, with the header fields by which the rest can be answered', () => {
    const head = 'A b SIP/2.0\r\nVia: x\r\n';
    const found: unknown[] = [];
    const take = () => {
      for (const { kind } of new StreamFraming({ head: 40, body: 1 }).push(
        Buffer.from(`A b SIP/2.0\r\nl: 0\r\n\r\n${head}Subject: ${'x'.repeat(40)}`),
      ))
        found.push(kind);
    };
    expect(take).toThrow(expect.objectContaining({ head, isTooLarge: true }) as Error);
    expect(found).toEqual(['message']);
  });
});
