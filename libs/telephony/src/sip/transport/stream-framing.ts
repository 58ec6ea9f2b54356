import { MESSAGE_LIMITS, type MessageLimits } from '../message-limits.js';

/** What a stream holds, in its order: a SIP message, or a CRLF between two (RFC 5626 §3.5.1). */
export type Frame = { readonly kind: 'message'; readonly bytes: Buffer } | { readonly kind: 'crlf' };

/** What comes over the stream is not SIP, or more than is taken: the stream cannot be read on. */
export class FramingError extends Error {
  /**
   * @param head the start line and the header fields, as far as they are there and taken, in whole lines
   * @param isTooLarge whether its end is known and only too far away
   */
  constructor(
    message: string,
    readonly head: string,
    readonly isTooLarge: boolean,
  ) {
    super(message);
  }
}

const HEAD_END = Buffer.from('\r\n\r\n');
const CR = 13;
const LF = 10;
const CONTENT_LENGTH = /^(?:content-length|l)[ \t]*:([^\r]*(?:\r\n[ \t][^\r]*)*)\r$/gim;

/**
 * Cuts a stream into messages by their Content-Length (RFC 3261 §18.3), however its bytes are parted. What a byte costs
 * does not depend on how many came before it.
 */
export class StreamFraming {
  private buffer = Buffer.alloc(0);
  private start = 0;
  private end = 0;
  /** Where the search for the end of the head goes on. */
  private scanned = 0;
  /** Length of the message that has begun, once its head is complete. */
  private expected: number | undefined;

  constructor(private readonly limits: MessageLimits = MESSAGE_LIMITS) {}

  /** Whether a message has begun and is not complete. */
  get isInside(): boolean {
    return this.end > this.start;
  }

  /**
   * Takes what came, and gives what is complete now.
   * @throws FramingError without a (single) Content-Length, or above the limits, once all before it was given
   */
  *push(chunk: Uint8Array): Iterable<Frame> {
    this.append(chunk);
    for (let frame = this.next(); frame !== undefined; frame = this.next()) yield frame;
  }

  private next(): Frame | undefined {
    if (this.expected === undefined) {
      if (this.skipCrlf()) return { kind: 'crlf' };
      this.expected = this.lengthOfMessage();
    }
    if (this.expected === undefined || this.end - this.start < this.expected) return undefined;
    const bytes = Buffer.from(this.buffer.subarray(this.start, this.start + this.expected));
    this.moveTo(this.start + this.expected);
    this.expected = undefined;
    return { kind: 'message', bytes };
  }

  private skipCrlf(): boolean {
    const { buffer, start, end } = this;
    if (end - start < 2 || buffer[start] !== CR || buffer[start + 1] !== LF) return false;
    this.moveTo(start + 2);
    return true;
  }

  private lengthOfMessage(): number | undefined {
    const { buffer, start, end, limits } = this;
    const headEnd = buffer.subarray(0, end).indexOf(HEAD_END, Math.max(start, this.scanned - 3));
    this.scanned = end;
    const length = (headEnd === -1 ? end : headEnd + HEAD_END.length) - start;
    if (length > limits.head)
      throw new FramingError(
        `the head of a message is longer than ${limits.head} bytes`,
        this.head(limits.head),
        true,
      );
    if (headEnd === -1) return undefined;
    const head = this.head(length);
    const body = contentLength(head);
    if (body === undefined) throw new FramingError('a message has no single Content-Length', head, false);
    if (body > limits.body)
      throw new FramingError(`the body of a message is longer than ${limits.body} bytes`, head, true);
    return length + body;
  }

  private head(length: number): string {
    const text = this.buffer.toString('utf8', this.start, this.start + length);
    return text.slice(0, text.lastIndexOf('\r\n') + 2);
  }

  private append(chunk: Uint8Array): void {
    const used = this.end - this.start;
    if (this.end + chunk.length > this.buffer.length) {
      const roomy = used + chunk.length <= this.buffer.length / 2;
      const target = roomy ? this.buffer : Buffer.alloc(Math.max(2 * (used + chunk.length), 1024));
      this.buffer.copy(target, 0, this.start, this.end);
      this.scanned -= this.start;
      this.start = 0;
      this.end = used;
      this.buffer = target;
    }
    this.buffer.set(chunk, this.end);
    this.end += chunk.length;
  }

  private moveTo(start: number): void {
    this.start = start;
    this.scanned = start;
    if (start < this.end) return;
    // What one large message needed is not kept for the life of the connection.
    this.buffer = Buffer.alloc(0);
    this.start = this.end = this.scanned = 0;
  }
}

/** `undefined` without a number, or with several that differ. */
function contentLength(head: string): number | undefined {
  const fields = Array.from(head.matchAll(CONTENT_LENGTH), ([, value = '']) => value.trim());
  const [length] = fields;
  const isOne = length !== undefined && fields.every((value) => value === length);
  return isOne && /^\d{1,10}$/.test(length) ? Number(length) : undefined;
}
