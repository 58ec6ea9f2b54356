import { randomBytes } from 'node:crypto';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { ClientTransaction } from 'sip.js/lib/core/transactions/client-transaction.js';
import { decodeGrammarOnce } from './decoded-grammar.js';
import { BRANCH_COOKIE, TAG_LENGTH } from './demultiplexer.js';
import { mendAuthentication } from './digest/mend-authentication.js';
import { mendDialogs } from './mend-dialogs.js';
import { mendRequests } from './mend-requests.js';
import { allowMethods } from './methods.js';
import { readFastFirst } from './parsing/fast-grammar.js';
import { mendResending } from './resend.js';
import { applyUdpTimers } from './timers.js';

let applied = false;

/** Mends the classes of sip.js, once a process. What and why: docs/adr/0003. */
export function mendSipJs(): void {
  if (applied) return;
  applied = true;
  applyUdpTimers();
  decodeGrammarOnce();
  readFastFirst();
  mendBranches();
  mendAuthentication();
  mendResending();
  allowMethods();
  mendRequests();
  mendDialogs();
}

/**
 * sip.js draws branches from ten million: at some hundred transactions a second two of those that live for 32 s on one
 * socket soon are the same, and the peer takes a call for the retransmission of another. Ours also begin with the tag
 * of their user agent, by which responses find back to it.
 */
function mendBranches(): void {
  const transaction = ClientTransaction as unknown as { makeId: (request: OutgoingRequestMessage) => string };
  const stock = transaction.makeId.bind(transaction);
  transaction.makeId = (request) => {
    if (request.method === 'CANCEL') return stock(request);
    const { callIdPrefix } = (request as unknown as { options: { callIdPrefix: string } }).options;
    return BRANCH_COOKIE + callIdPrefix.slice(0, TAG_LENGTH) + randomBytes(9).toString('base64url');
  };
}
