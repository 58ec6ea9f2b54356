import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { SharedTransport } from './shared-transport.js';

interface Client {
  readonly core: UserAgentCore;
  readonly message: OutgoingRequestMessage;
}

/**
 * Whether a request outside of dialogs that a server did not answer, or answered with 503, is given to the next server
 * in a new transaction (RFC 3263 §4.3). An INVITE without any answer is not: it may ring, and the next server would
 * ring again.
 */
export function goesElsewhere({ core, message }: Client, response: IncomingResponseMessage): boolean {
  const { transport } = core;
  // Outside of dialogs it is missing or empty.
  if (message.toTag || !(transport instanceof SharedTransport)) return false;
  // sip.js makes up a 408 without header fields where none came.
  const isSilent = response.statusCode === 408 && !response.hasHeader('via') && message.method !== 'INVITE';
  const isRefused = response.statusCode === 503 && response.hasHeader('via');
  return (isSilent || isRefused) && transport.hasBetterServer(message.callId, message.method, isSilent);
}
