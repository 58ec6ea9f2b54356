import { badRequest } from '../http/api-error.js';

const LINE_FEED = 10;
const BYTE_ORDER_MARK = '\uFEFF';

/**
 * The text of a file that may be UTF-8, with or without byte order mark, or Latin-1 (Windows-1252), in pieces that end
 * with a line. A line that is not UTF-8 is taken for Latin-1: a line feed is the same byte in both.
 * @throws ApiError 400 when it is no text
 */
export async function* textOfBytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let rest: Uint8Array[] = [];
  let first = true;
  for await (const chunk of bytes) {
    const end = chunk.lastIndexOf(LINE_FEED) + 1;
    rest.push(chunk.subarray(0, end));
    if (end > 0) {
      yield decode(rest, first);
      first = false;
      rest = [];
    }
    rest.push(chunk.subarray(end));
  }
  yield decode(rest, first);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const latin1 = new TextDecoder('windows-1252');

function decode(pieces: readonly Uint8Array[], first: boolean): string {
  const bytes = Buffer.concat(pieces);
  if (bytes.includes(0)) throw notText();
  const text = utf8Of(bytes) ?? linesOf(bytes);
  return first && text.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
}

function linesOf(bytes: Buffer): string {
  let text = '';
  for (let start = 0; start < bytes.length;) {
    const found = bytes.indexOf(LINE_FEED, start);
    const end = found === -1 ? bytes.length : found + 1;
    const line = bytes.subarray(start, end);
    text += utf8Of(line) ?? latin1.decode(line);
    start = end;
  }
  return text;
}

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function notText(): Error {
  return badRequest(
    'not-csv',
    'The file is not a CSV: save it as "CSV (comma separated)" in UTF-8, then upload that.',
  );
}
