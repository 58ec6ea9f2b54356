import type { RequestHead } from './message-head.js';
import { ALLOW } from './methods.js';

const COPIED = /^(via|v|from|f|call-id|i|cseq)\s*:/i;
const TO = /^(?:to|t)\s*:/i;

/**
 * The answer to a request that is for no user agent of ours (RFC 3261 §8.2.7): an OPTIONS ping is alive whomever it
 * names, all else is unknown here. An ACK has no answer.
 */
export function statelessReply(head: RequestHead, text: string): string | undefined {
  if (head.method === 'ACK') return undefined;
  const lines = text.split('\r\n\r\n', 1)[0]?.split('\r\n').slice(1) ?? [];
  const tag = head.toTag
    ? ''
    : `;tag=${head.callId.length.toString(36)}${Buffer.from(head.callId).toString('hex').slice(0, 12)}`;
  return [
    `SIP/2.0 ${statusOf(head)}`,
    ...unfold(lines).flatMap((line) => (COPIED.test(line) ? [line] : TO.test(line) ? [line + tag] : [])),
    ...(head.method === 'OPTIONS' ? [ALLOW, 'Accept: application/sdp'] : []),
    'Content-Length: 0',
    '',
    '',
  ].join('\r\n');
}

function statusOf(head: RequestHead): string {
  if (head.method === 'OPTIONS') return '200 OK';
  return head.toTag || head.method === 'CANCEL' || head.method === 'BYE'
    ? '481 Call/Transaction Does Not Exist'
    : '404 Not Found';
}

function unfold(lines: readonly string[]): string[] {
  return lines.reduce<string[]>((all, line) => {
    if (/^[ \t]/.test(line) && all.length > 0) all[all.length - 1] += line;
    else all.push(line);
    return all;
  }, []);
}
