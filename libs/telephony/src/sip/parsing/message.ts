import type { Logger } from 'sip.js/lib/core/log/logger.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { storeField } from './store-field.js';
import type { StartLine } from './start-line.js';

export type SipMessage = IncomingRequestMessage | IncomingResponseMessage;

/**
 * Parses a message into the objects that the Parser of sip.js makes (RFC 3261 §7), in a time that grows with its length
 * and no faster, whatever is in it.
 * @returns `undefined` when it is none, or when one of the header fields that sip.js works with cannot be read
 */
export function readMessage(text: string, logger: Logger): SipMessage | undefined {
  const lineEnd = text.indexOf('\r\n');
  const message = lineEnd === -1 ? undefined : startOf(text.slice(0, lineEnd));
  if (message === undefined) {
    logger.warn('SIP message without a first line dropped');
    return undefined;
  }
  message.data = text;
  const bodyStart = readFields(message, text, lineEnd + 2);
  if (typeof bodyStart === 'string') {
    logger.warn(`SIP message dropped for its field ${bodyStart}`);
    return undefined;
  }
  message.body = bodyOf(message, text.slice(bodyStart));
  return message;
}

function startOf(line: string): SipMessage | undefined {
  const start = Grammar.parse(line, 'Request_Response') as StartLine | -1;
  if (start === -1) return undefined;
  if ('status_code' in start && start.status_code !== 0) {
    const response = new IncomingResponseMessage();
    response.statusCode = start.status_code;
    response.reasonPhrase = start.reason_phrase;
    return response;
  }
  if (!('method' in start)) return undefined;
  const request = new IncomingRequestMessage();
  request.method = start.method;
  request.ruri = start.uri;
  return request;
}

/** @returns where the body begins, or the name of the field for which the message is dropped */
function readFields(message: SipMessage, text: string, from: number): number | string {
  let start = from;
  while (!text.startsWith('\r\n', start)) {
    const end = endOfField(text, start);
    const line = text.slice(start, Math.max(start, end));
    const colon = line.indexOf(':');
    if (colon === -1) return line.slice(0, 20);
    const name = line.slice(0, colon).trim();
    if (!storeField(message, name.toLowerCase(), line.slice(colon + 1).trim())) return name;
    start = end + 2;
  }
  return start + 2;
}

/** @returns where the CRLF is that ends the field; lines that begin with space belong to the one before. −1: none */
function endOfField(text: string, start: number): number {
  for (let from = start; ;) {
    const end = text.indexOf('\r\n', from);
    if (end === -1 || text.startsWith('\r\n', end + 2) || !/^\s$/.test(text.charAt(end + 2))) return end;
    from = end + 2;
  }
}

/** Bytes beyond Content-Length are not of the message (RFC 3261 §18.3). */
function bodyOf(message: IncomingMessage, rest: string): string {
  const length = message.getHeader('content-length');
  if (length === undefined || Buffer.byteLength(rest) <= Number(length)) return rest;
  return Buffer.from(rest).toString('utf8', 0, Number(length));
}
