import { Readable } from 'node:stream';
import type { Response } from 'express';
import { BYTE_ORDER_MARK } from '../csv/csv-line.js';
import { sendStream } from './send-stream.js';

/**
 * Sends lines as a CSV file, as fast as the client takes them. When the client goes away, the lines are taken no more,
 * and whoever makes them is told by `return`.
 *
 * @throws what the lines fail with before the first of them; later the connection breaks, so that nobody takes a part
 *   for the whole
 */
export async function sendCsv(
  response: Response,
  fileName: string,
  lines: AsyncGenerator<string>,
): Promise<void> {
  const first = await lines.next();
  const head = first.done === true ? '' : first.value;
  const file = { name: fileName, type: 'text/csv; charset=utf-8' };
  await sendStream(response, file, Readable.from(chunks(BYTE_ORDER_MARK + head, lines)));
}

const CHUNK_LENGTH = 64 * 1024;

async function* chunks(head: string, lines: AsyncGenerator<string>): AsyncGenerator<string> {
  let chunk = head;
  for await (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_LENGTH) continue;
    yield chunk;
    chunk = '';
  }
  yield chunk;
}
