import { connect, type Socket } from 'node:net';
import { recordedMessages } from '../../support/sip/recorded-messages.js';
import type { Family } from '../family.js';
import { mutated } from '../mutate.js';
import { below, pick, type Random } from '../random.js';
import { addressed } from './addressed.js';

const MOST_MESSAGES = 8;
const LENGTHS = ['-1', '', 'five', '0', '5', '65536', '65537', '4294967296', '1, 2', '0x10', '\r\n 7'];
const BETWEEN = ['', '', '\r\n', '\r\n\r\n', '\r\n\r\n\r\n', '\n', '\r', '\0'];

/** Recorded messages in a row over TCP, parted and cut off anywhere, with lengths that lie. */
export function streams(): Family {
  const messages = recordedMessages().map(({ text }) => framed(text));
  let cseq = 0;
  return {
    name: 'streams',
    async round({ peer, port, random, count }) {
      const parts: Buffer[] = [];
      for (let left = 1 + below(MOST_MESSAGES, random); left > 0; left--) {
        const text = addressed(pick(messages, random), peer, cseq++, random);
        const bytes = random() < 0.3 ? mutated(text, random) : Buffer.from(withLies(text, random));
        parts.push(bytes, Buffer.from(pick(BETWEEN, random)));
        count(1);
      }
      if (random() < 0.05)
        parts.push(Buffer.alloc(below(100_000, random), pick(['x', '\r\n', 'a: b\r\n'], random)));
      const stream = Buffer.concat(parts);
      await said(
        stream.subarray(0, stream.length - (random() < 0.3 ? below(stream.length, random) : 0)),
        port,
        random,
      );
      await peer.dealtWith(port, `stream${cseq}`);
    },
  };
}

/** With a Content-Length that is right: recorded datagrams may have none. */
function framed(text: string): string {
  const bodyStart = text.indexOf('\r\n\r\n') + 4;
  const length = `Content-Length: ${Buffer.byteLength(text.slice(bodyStart))}`;
  const head = text.slice(0, bodyStart - 4).replace(/\r\n(?:content-length|l) *:[^\r]*/gi, '');
  return `${head}\r\n${length}\r\n\r\n${text.slice(bodyStart)}`;
}

function withLies(text: string, random: Random): string {
  const kind = random();
  if (kind < 0.6) return text;
  if (kind < 0.7) return text.replace(/Content-Length:[^\r]*\r\n/, '');
  const lie = `Content-Length: ${random() < 0.5 ? pick(LENGTHS, random) : below(2000, random)}`;
  return kind < 0.8
    ? text.replace('\r\n\r\n', `\r\n${lie}\r\n\r\n`)
    : text.replace(/Content-Length:[^\r]*/, lie);
}

/** Writes all of it in segments of any size. Resolves when the connection is closed on both sides. */
async function said(bytes: Buffer, port: number, random: Random): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  // What we close while it is still talking resets the connection: that is our right.
  socket.on('error', () => {}).resume();
  const most = pick([1, 20, 500, 5000, 100_000], random) + 1;
  let writes = 0;
  for (let at = 0; at < bytes.length && !socket.destroyed && writes < 50; writes++) {
    const size = writes === 49 ? bytes.length : 1 + below(most, random);
    await writtenTo(socket, bytes.subarray(at, at + size));
    at += size;
  }
  if (random() < 0.2) socket.destroy();
  else socket.end();
  await closed;
}

function writtenTo(socket: Socket, bytes: Buffer): Promise<void> {
  return new Promise((resolve) => socket.write(bytes, () => resolve()));
}
