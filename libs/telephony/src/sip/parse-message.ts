import type { Logger } from 'sip.js/lib/core/log/logger.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { Parser } from 'sip.js/lib/core/messages/parser.js';
import { repairText, restoreOriginals } from './repair-message.js';

type Message = IncomingRequestMessage | IncomingResponseMessage;

const MANDATORY = ['from', 'to', 'call-id', 'cseq', 'via'];

/**
 * Parses a message (RFC 3261 §25), and what is only a little wrong too.
 * @returns `undefined` when it is none or lacks a header field that every message has (§8.1.1)
 * @throws Error for some broken messages: the caller drops them
 */
export function parseMessage(text: string, logger: Logger): Message | undefined {
  const message = Parser.parseMessage(text, logger) ?? parseRepaired(text, logger);
  return message !== undefined && MANDATORY.every((name) => message.hasHeader(name)) ? message : undefined;
}

function parseRepaired(text: string, logger: Logger): Message | undefined {
  const repaired = repairText(text);
  const message = repaired === text ? undefined : Parser.parseMessage(repaired, logger);
  if (message !== undefined) restoreOriginals(message, text);
  return message;
}
