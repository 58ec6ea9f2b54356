import { randomBytes } from 'node:crypto';
import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { ClientTransaction } from 'sip.js/lib/core/transactions/client-transaction.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { decodeGrammarOnce } from './decoded-grammar.js';
import { BRANCH_COOKIE, TAG_LENGTH } from './demultiplexer.js';
import { readFastFirst } from './parsing/fast-grammar.js';
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
  mendChallenges();
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

interface Client {
  readonly core: UserAgentCore;
  readonly message: OutgoingRequestMessage;
  readonly transaction: ClientTransaction;
}

interface ClientMethods {
  authenticationGuard: (this: Client, message: IncomingResponseMessage, dialog?: Dialog) => boolean;
  dispose: (this: Client) => void;
}

/**
 * A challenged request inside a dialog is sent again with the next CSeq, but the dialog is not told, so that the
 * request after it would repeat the number: give the guard the dialog, which it then counts on. The transaction that
 * was challenged is forgotten by its owner too, and its timer would keep the process alive for 32 s after the end.
 */
function mendChallenges(): void {
  const methods = UserAgentClient.prototype as unknown as ClientMethods;
  const stock = { guard: methods.authenticationGuard, dispose: methods.dispose };
  const challenged = new WeakMap<Client, ClientTransaction[]>();
  methods.authenticationGuard = function (message, dialog) {
    const { transaction } = this;
    const final = stock.guard.call(this, message, dialog ?? dialogOf(this));
    if (!final) challenged.set(this, [...(challenged.get(this) ?? []), transaction]);
    return final;
  };
  methods.dispose = function () {
    challenged.get(this)?.forEach((transaction) => transaction.dispose());
    stock.dispose.call(this);
  };
}

function dialogOf({ core, message }: Client): Dialog | undefined {
  if (message.toTag === undefined) return undefined;
  return core.dialogs.get(message.callId + message.fromTag + message.toTag);
}
