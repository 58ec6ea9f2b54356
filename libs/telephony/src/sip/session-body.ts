import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';

const SDP = 'application/sdp';

/**
 * Leaves a message with its session description only, under the plain content type that sip.js looks for: gateways that
 * carry ISUP along send it as one part of several (RFC 5621), others add parameters to the type.
 */
export function keepSessionDescription(message: IncomingMessage): void {
  const type = message.getHeader('content-type') ?? message.getHeader('c');
  if (type === undefined || message.body === '') return;
  const plain = type.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (plain === SDP && type !== SDP) message.setHeader('content-type', SDP);
  if (!plain.startsWith('multipart/')) return;
  const boundary = /;\s*boundary\s*=\s*(?:"([^"]+)"|([^\s;]+))/i.exec(type);
  const description = partOf(message.body, boundary?.[1] ?? boundary?.[2] ?? '');
  if (description === undefined) return;
  message.body = description;
  message.setHeader('content-type', SDP);
}

function partOf(body: string, boundary: string): string | undefined {
  if (boundary === '') return undefined;
  for (const part of `\r\n${body}`.split(`\r\n--${boundary}`).slice(1)) {
    const end = part.indexOf('\r\n\r\n');
    if (end !== -1 && /^content-type\s*:\s*application\/sdp\b/im.test(part.slice(0, end)))
      return `${part.slice(end + 4).trimEnd()}\r\n`;
  }
  return undefined;
}
