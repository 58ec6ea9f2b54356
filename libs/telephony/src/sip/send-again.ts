import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import type { ClientTransaction } from 'sip.js/lib/core/transactions/client-transaction.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import type { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';

/** A request in its client transaction, as sip.js keeps it. */
export interface Client {
  readonly core: UserAgentCore;
  readonly message: OutgoingRequestMessage;
  readonly transaction: ClientTransaction;
  /** Sends the message in a transaction of its own. */
  init(): void;
}

/** Sends a request once more after its final response, under the next CSeq; the dialog it is in counts that. */
export function sendAgain(client: Client, dialog: Dialog | undefined = dialogOf(client)): void {
  const { message } = client;
  leaveBehind(client);
  dialog?.incrementLocalSequenceNumber();
  message.cseq = dialog?.localSequenceNumber ?? message.cseq + 1;
  message.setHeader('cseq', `${message.cseq} ${message.method}`);
  client.init();
}

/**
 * The request goes on in another transaction. A final response that comes again, because our ACK was lost, must not
 * reach that one, and is acknowledged with the request as it was.
 */
function leaveBehind({ core, transaction }: Client): void {
  const { id, request } = transaction;
  const prototype = Object.getPrototypeOf(request) as object;
  const asItWas = Object.assign(Object.create(prototype) as OutgoingRequestMessage, request, {
    headers: { ...request.headers },
  });
  (transaction as unknown as { _request: OutgoingRequestMessage })._request = asItWas;
  const owner = { transaction, dispose: () => transaction.dispose() } as unknown as UserAgentClient;
  core.userAgentClients.set(id + request.method, owner);
}

/** The dialog a request was sent in, while it stands. */
function dialogOf({ core, message }: Client): Dialog | undefined {
  if (message.toTag === undefined) return undefined;
  return core.dialogs.get(message.callId + message.fromTag + message.toTag);
}
