import { randomInt } from 'node:crypto';
import { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingInviteRequest } from 'sip.js/lib/core/messages/methods/invite.js';
import type { ResponseOptions } from 'sip.js/lib/core/messages/outgoing-response.js';
import type { SessionDelegate } from 'sip.js/lib/core/session/session-delegate.js';
import { SignalingState } from 'sip.js/lib/core/session/session.js';
import { TransactionState } from 'sip.js/lib/core/transactions/transaction-state.js';
import type { ReInviteUserAgentServer } from 'sip.js/lib/core/user-agents/re-invite-user-agent-server.js';
import { refreshTarget, sessionBodyOf, UpdateRequest } from './update.js';

/** What sip.js asks whoever holds a dialog, and UPDATE. */
export interface DialogDelegate extends SessionDelegate {
  onUpdate?(request: UpdateRequest): void;
}

interface DialogMethods {
  dispose: (this: SessionDialog) => void;
  receiveRequest: (this: SessionDialog, message: IncomingRequestMessage) => void;
  sequenceGuard: (message: IncomingRequestMessage) => boolean;
  startReInvite2xxRetransmissionTimer: (this: SessionDialog) => void;
}

interface DialogTimer {
  readonly invite2xxTimer: NodeJS.Timeout | undefined;
}

/**
 * Dialogs of sip.js know no UPDATE (RFC 3311), answer a PRACK that fits nothing with 200, forget to end a session whose
 * re-INVITE was never acknowledged (RFC 3261 §13.3.1.4) and then refuse every further one, repeat the 200 of a re-INVITE
 * for ever when another one follows at once and the call ends, leave a re-INVITE without a response for good when they end
 * before it has one (§15.1.2), and stay with the Contact of the first 18x when the 2xx has another (§12.2.1.2).
 */
export function mendDialogs(): void {
  const methods = SessionDialog.prototype as unknown as DialogMethods;
  const stock = {
    receive: methods.receiveRequest,
    dispose: methods.dispose,
    repeat: methods.startReInvite2xxRetransmissionTimer,
    // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its dialog below
    routes: Dialog.prototype.recomputeRouteSet,
  };
  methods.receiveRequest = function (message) {
    if (message.method === 'UPDATE') receiveUpdate(this, message);
    else if (message.method === 'PRACK') this.userAgentCore.replyStateless(message, { statusCode: 481 });
    else stock.receive.call(this, message);
  };
  methods.dispose = function () {
    const reInvite = this.reinviteUserAgentServer;
    if (reInvite !== undefined && isUnanswered(reInvite)) reInvite.reject({ statusCode: 487 });
    stock.dispose.call(this);
  };
  methods.startReInvite2xxRetransmissionTimer = function () {
    // That of an earlier re-INVITE looks only for whether there is one that waits for its ACK: it would run with this one.
    clearTimeout((this as unknown as DialogTimer).invite2xxTimer);
    stock.repeat.call(this);
    endUnlessAcknowledged(this);
  };
  Dialog.prototype.recomputeRouteSet = function (message) {
    stock.routes.call(this, message);
    if (this instanceof SessionDialog) refreshTarget(this, message);
  };
}

/** What answers a re-INVITE, unless its dialog has ended before: then it had its 487. */
export function untilDialogEnds(
  request: IncomingInviteRequest,
): Pick<IncomingInviteRequest, 'message'> & Record<'accept' | 'reject', (options: ResponseOptions) => void> {
  const server = request as ReInviteUserAgentServer;
  return {
    message: request.message,
    accept(options) {
      if (isUnanswered(server)) request.accept(options);
    },
    reject(options) {
      if (isUnanswered(server)) request.reject(options);
    },
  };
}

/** One offer at a time (RFC 3311 §5.2): 491 while ours waits for its answer, 500 while the peer's own does. */
function receiveUpdate(dialog: SessionDialog, message: IncomingRequestMessage): void {
  if (!(dialog as unknown as DialogMethods).sequenceGuard(message)) return;
  Dialog.prototype.receiveRequest.call(dialog, message);
  const { userAgentCore: core, signalingState } = dialog;
  if (sessionBodyOf(message) !== undefined && signalingState !== SignalingState.Stable) {
    if (signalingState === SignalingState.HaveLocalOffer) core.replyStateless(message, { statusCode: 491 });
    else
      core.replyStateless(message, { statusCode: 500, extraHeaders: [`Retry-After: ${randomInt(1, 10)}`] });
    return;
  }
  const request = new UpdateRequest(dialog, message);
  const delegate: DialogDelegate | undefined = dialog.delegate;
  if (delegate?.onUpdate !== undefined) delegate.onUpdate(request);
  else if (request.offer === undefined) request.accept();
  else request.reject({ statusCode: 488 });
}

function isUnanswered({ transaction }: ReInviteUserAgentServer): boolean {
  return transaction.state === TransactionState.Proceeding;
}

function endUnlessAcknowledged(dialog: SessionDialog): void {
  const server = dialog.reinviteUserAgentServer;
  server?.transaction.addStateChangeListener(() => {
    if (server.transaction.state !== TransactionState.Terminated || dialog.reinviteUserAgentServer !== server)
      return;
    dialog.reinviteUserAgentServer = undefined;
    if (dialog.signalingState !== SignalingState.Closed) dialog.delegate?.onAckTimeout?.();
  });
}
