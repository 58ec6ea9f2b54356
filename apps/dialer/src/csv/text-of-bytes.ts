import { message } from '@marcador/messages/message.js';
import { badRequest } from '../http/api-error.js';

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const BYTE_ORDER_MARK = '\uFEFF';
/** A file without any line would otherwise be collected whole. */
const LONGEST_LINE = 1024 * 1024;

/**
 * The text of a file that may be UTF-8, with or without byte order mark, or Latin-1 (Windows-1252), in pieces that end
 * with a line. A line that is not UTF-8 is taken for Latin-1: line feed and carriage return, of which each ends a line,
 * are the same bytes in both.
 * @throws ApiError 400 when it is no text
 */
export async function* textOfBytes(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  for await (const { text } of piecesOfText(bytes)) yield text;
}

/** A piece of a file that ends with a line. */
export interface TextPiece {
  readonly text: string;
  /** Of the file. */
  readonly bytes: number;
}

/** As {@link textOfBytes}, and how much of the file each piece is. */
export async function* piecesOfText(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<TextPiece> {
  let rest: Uint8Array[] = [];
  let restLength = 0;
  let first = true;
  for await (const chunk of bytes) {
    const end = endOfLines(chunk);
    if (end > 0) {
      yield { text: decode([...rest, chunk.subarray(0, end)], first), bytes: restLength + end };
      first = false;
      rest = [];
      restLength = 0;
    }
    rest.push(chunk.subarray(end));
    restLength += chunk.length - end;
    if (restLength > LONGEST_LINE) throw tooLong();
  }
  yield { text: decode(rest, first), bytes: restLength };
}

/** A carriage return that a chunk ends with may be half of the end of a line. */
function endOfLines(chunk: Uint8Array): number {
  const last = chunk.length - 1;
  const carriageReturn = last < 1 ? -1 : chunk.lastIndexOf(CARRIAGE_RETURN, last - 1);
  return Math.max(chunk.lastIndexOf(LINE_FEED), carriageReturn) + 1;
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
    const end = endOfLine(bytes, start);
    const line = bytes.subarray(start, end);
    text += utf8Of(line) ?? latin1.decode(line);
    start = end;
  }
  return text;
}

/** Byte by byte: a search for the one that the file does not use would go through all of it for every line. */
function endOfLine(bytes: Buffer, start: number): number {
  for (let at = start; at < bytes.length; at++)
    if (bytes[at] === LINE_FEED || bytes[at] === CARRIAGE_RETURN) return at + 1;
  return bytes.length;
}

function utf8Of(bytes: Uint8Array): string | undefined {
  try {
    return utf8.decode(bytes);
  } catch {
    return undefined;
  }
}

function tooLong(): Error {
  return badRequest('not-csv', message('line-too-long'));
}

function notText(): Error {
  return badRequest('not-csv', message('file-not-text'));
}
