import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { goesElsewhere } from './fail-over.js';
import { sendAgain, type Client } from './send-again.js';

/** Changes a request after a final response so that it may be tried again; `false` leaves the response to be final. */
export type Resend = (response: IncomingResponseMessage) => boolean;

interface InviteClient extends Client {
  readonly earlyDialogs?: Map<string, SessionDialog>;
}

interface ClientMethods {
  authenticationGuard: (this: InviteClient, message: IncomingResponseMessage, dialog?: Dialog) => boolean;
  cancel: (this: InviteClient, ...rest: unknown[]) => unknown;
}

const resends = new WeakMap<OutgoingRequestMessage, Resend>();
const cancelled = new WeakSet<OutgoingRequestMessage>();

/** Asks `resend` at each final response ≥ 300 of a request whether to send it again, under the next CSeq. */
export function resendWhen(request: OutgoingRequestMessage, resend: Resend): void {
  resends.set(request, resend);
}

/**
 * sip.js sends a request again after a challenge only; a 422 (RFC 4028 §7.3) and a redirection (RFC 3261 §8.1.3.4) ask
 * for the same, and so does the failure of a server that has a substitute (RFC 3263 §4.3): Call-ID, To and From tag
 * stay, the CSeq is the next. An INVITE that was cancelled meanwhile is never sent again, also not with credentials:
 * nobody would cancel that one.
 */
export function mendResending(): void {
  const methods = UserAgentClient.prototype as unknown as ClientMethods;
  const stock = { guard: methods.authenticationGuard, cancel: methods.cancel };
  methods.authenticationGuard = function (message, dialog) {
    const { statusCode = 0 } = message;
    if (cancelled.has(this.message)) return true;
    const isResent =
      statusCode >= 300 && (resends.get(this.message)?.(message) === true || goesElsewhere(this, message));
    if (!isResent) return stock.guard.call(this, message, dialog);
    forgetEarlyDialogs(this);
    sendAgain(this, dialog);
    return false;
  };
  methods.cancel = function (...rest) {
    cancelled.add(this.message);
    return stock.cancel.apply(this, rest);
  };
}

function forgetEarlyDialogs({ earlyDialogs }: InviteClient): void {
  earlyDialogs?.forEach((dialog) => dialog.dispose());
  earlyDialogs?.clear();
}
