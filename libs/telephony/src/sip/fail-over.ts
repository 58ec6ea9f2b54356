import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { SharedTransport } from './shared-transport.js';

interface Client {
  readonly core: UserAgentCore;
  readonly message: OutgoingRequestMessage;
}

/**
 * Whether an INVITE outside of dialogs that a server answered with 503 is given to the next server in a new transaction
 * (RFC 3263 §4.3). One without any answer is not: it may ring, and the next server would ring again. Nor is a REGISTER:
 * all ports of a trunk move to another server together, each in its turn.
 */
export function goesElsewhere({ core, message }: Client, response: IncomingResponseMessage): boolean {
  const { transport } = core;
  // Outside of dialogs it is missing or empty.
  if (message.toTag || message.method !== 'INVITE' || !(transport instanceof SharedTransport)) return false;
  // sip.js makes up a 503 without header fields where the request could not leave.
  const isRefused = response.statusCode === 503 && response.hasHeader('via');
  return isRefused && transport.hasBetterServer(message.callId, message.method);
}
