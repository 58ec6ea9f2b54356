import type { Logger } from 'sip.js/lib/core/log/logger.js';
import { readMessage, type SipMessage } from './parsing/message.js';
import { repairText, restoreOriginals } from './repair-message.js';

const MANDATORY = ['from', 'to', 'call-id', 'cseq', 'via'];

/**
 * Parses a message (RFC 3261 §25), and what is only a little wrong too.
 * @returns `undefined` when it is none or lacks a header field that every message has (§8.1.1)
 */
export function parseMessage(text: string, logger: Logger): SipMessage | undefined {
  const message = readMessage(text, logger) ?? parseRepaired(text, logger);
  return message !== undefined && MANDATORY.every((name) => message.hasHeader(name)) ? message : undefined;
}

function parseRepaired(text: string, logger: Logger): SipMessage | undefined {
  const repaired = repairText(text);
  const message = repaired === text ? undefined : readMessage(repaired, logger);
  if (message !== undefined) restoreOriginals(message, text);
  return message;
}
