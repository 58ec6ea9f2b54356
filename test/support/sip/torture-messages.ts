import { readFileSync } from 'node:fs';

const SDP = [
  'v=0',
  'o=mhandley 29739 7272939 IN IP4 192.0.2.1',
  's=-',
  'c=IN IP4 192.0.2.1',
  't=0 0',
  'm=audio 49217 RTP/AVP 0 12',
  'm=video 3227 RTP/AVP 31',
  'a=rtpmap:31 LPC',
  '',
].join('\r\n');

/**
 * The messages of RFC 4475, or of RFC 5118, by their names there. `{10*long}` repeats, `{00}` is a byte, `{sdp}` the
 * session description that most of them have, and `{length}` the length of the body.
 */
export function tortureMessages(file: 'rfc4475.txt' | 'rfc5118.txt'): ReadonlyMap<string, string> {
  const parts = readFileSync(new URL(file, import.meta.url), 'utf8')
    .split(/^=== /m)
    .slice(1);
  return new Map(
    parts.map((part) => {
      const nameEnd = part.indexOf('\n');
      return [part.slice(0, nameEnd), expand(part.slice(nameEnd + 1).replaceAll('\n', '\r\n'))];
    }),
  );
}

function expand(text: string): string {
  const full = text
    .replace(/\{(\d+)\*(\w+)\}/g, (_, count: string, what: string) => what.repeat(Number(count)))
    .replace(/\{([0-9A-F]{2})\}/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace('{sdp}\r\n', SDP);
  const body = full.slice(full.indexOf('\r\n\r\n') + 4);
  return full.replace('{length}', String(Buffer.byteLength(body)));
}
