import { getBody, type Body } from 'sip.js/lib/core/messages/body.js';
import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import { NameAddrHeader } from 'sip.js/lib/grammar/name-addr-header.js';
import type { IncomingMessage } from 'sip.js/lib/core/messages/incoming-message.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { OutgoingRequestDelegate } from 'sip.js/lib/core/messages/outgoing-request.js';
import type { OutgoingResponse, ResponseOptions } from 'sip.js/lib/core/messages/outgoing-response.js';
import { NonInviteClientTransaction } from 'sip.js/lib/core/transactions/non-invite-client-transaction.js';
import { NonInviteServerTransaction } from 'sip.js/lib/core/transactions/non-invite-server-transaction.js';
import { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { UserAgentServer } from 'sip.js/lib/core/user-agents/user-agent-server.js';

/** An UPDATE that came inside a dialog (RFC 3311 §5.2), with or without an offer. */
export class UpdateRequest extends UserAgentServer {
  /** The peer's offer. */
  readonly offer: Body | undefined;

  constructor(
    readonly dialog: SessionDialog,
    message: IncomingRequestMessage,
  ) {
    super(NonInviteServerTransaction, dialog.userAgentCore, message);
    this.offer = sessionBodyOf(message);
    dialog.signalingStateTransition(message);
  }

  override accept(options: ResponseOptions = { statusCode: 200 }): OutgoingResponse {
    if (options.body !== undefined) this.dialog.signalingStateTransition(options.body);
    refreshTarget(this.dialog, this.message);
    return super.accept(options);
  }

  override reject(options: ResponseOptions = { statusCode: 488 }): OutgoingResponse {
    if (this.offer !== undefined) this.dialog.signalingStateRollback();
    return super.reject(options);
  }
}

/** Sends an UPDATE without an offer: it refreshes the session and nothing else. */
export function sendUpdate(
  dialog: SessionDialog,
  extraHeaders: readonly string[],
  delegate: OutgoingRequestDelegate,
): UserAgentClient {
  const message = dialog.createOutgoingRequestMessage('UPDATE', { extraHeaders: [...extraHeaders] });
  return new UserAgentClient(NonInviteClientTransaction, dialog.userAgentCore, message, delegate);
}

/** Takes over where the peer wants further requests of the dialog (RFC 3261 §12.2.1.2, §12.2.2). */
export function refreshTarget(dialog: SessionDialog, message: IncomingMessage): void {
  const contact: unknown = message.parseHeader('contact');
  const { dialogState } = dialog as unknown as { dialogState: { remoteTarget: NameAddrHeader['uri'] } };
  if (contact instanceof NameAddrHeader) dialogState.remoteTarget = contact.uri;
}

/** The session description of a message; bodies of other kinds are none. */
export function sessionBodyOf(message: Parameters<typeof getBody>[0]): Body | undefined {
  const body = getBody(message);
  return body?.contentDisposition === 'session' ? body : undefined;
}
