import { createHash } from 'node:crypto';
import type { RequestHead } from './message-head.js';
import { ALLOW } from './methods.js';
import type { Refusal } from './screening/refusal.js';

const COPIED = /^(via|v|from|f|call-id|i|cseq)\s*:/i;
const TO = /^(?:to|t)\s*:/i;
const TAG = /;\s*tag\s*=/i;

/**
 * The answer to a request that is for no user agent of ours (RFC 3261 §8.2.7): an OPTIONS ping is alive whomever it
 * names, all else is unknown here. An ACK has no answer.
 */
export function statelessReply(head: RequestHead, text: string): string | undefined {
  if (head.method === 'OPTIONS')
    return reply(text, { statusCode: 200, phrase: 'OK', fields: [ALLOW, 'Accept: application/sdp'] });
  const isUnknown = head.toTag !== undefined || head.method === 'CANCEL' || head.method === 'BYE';
  return reply(
    text,
    isUnknown
      ? { statusCode: 481, phrase: 'Call/Transaction Does Not Exist', fields: [] }
      : { statusCode: 404, phrase: 'Not Found', fields: [] },
  );
}

/**
 * Answers a request without keeping anything of it: the same request gets the same answer (RFC 3261 §8.2.6).
 * @returns `undefined` for an ACK and for what has no Via to go back by
 */
export function reply(text: string, { statusCode, phrase, fields }: Refusal): string | undefined {
  const lines =
    text
      .split('\r\n\r\n', 1)[0]
      ?.split(/\r\n(?![ \t])/)
      .slice(1) ?? [];
  if (/^ACK\s/.test(text) || !lines.some((line) => /^v(?:ia)?\s*:/i.test(line))) return undefined;
  const tag = `;tag=${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  return [
    `SIP/2.0 ${statusCode} ${phrase}`,
    ...lines.flatMap((line) => {
      if (COPIED.test(line)) return [line];
      return TO.test(line) ? [TAG.test(line) ? line : line.trimEnd() + tag] : [];
    }),
    ...fields,
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}
