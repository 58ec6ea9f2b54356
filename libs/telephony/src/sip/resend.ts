import type { Dialog } from 'sip.js/lib/core/dialogs/dialog.js';
import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import type { ClientTransaction } from 'sip.js/lib/core/transactions/client-transaction.js';
import type { UserAgentCore } from 'sip.js/lib/core/user-agent-core/user-agent-core.js';
import { UserAgentClient } from 'sip.js/lib/core/user-agents/user-agent-client.js';
import { dialogOf } from './dialog-of.js';

/** Changes a request after a final response so that it may be tried again; `false` leaves the response to be final. */
export type Resend = (response: IncomingResponseMessage) => boolean;

interface Client {
  readonly core: UserAgentCore;
  readonly message: OutgoingRequestMessage;
  readonly transaction: ClientTransaction;
  readonly dialog?: Dialog;
  readonly earlyDialogs?: Map<string, SessionDialog>;
}

interface ClientMethods {
  authenticationGuard: (this: Client, message: IncomingResponseMessage, dialog?: Dialog) => boolean;
  cancel: (this: Client, ...rest: unknown[]) => unknown;
  dispose: (this: Client) => void;
  init: (this: Client) => void;
}

const resends = new WeakMap<OutgoingRequestMessage, Resend>();
const cancelled = new WeakSet<OutgoingRequestMessage>();

/** Asks `resend` at each final response ≥ 300 of a request whether to send it again, under the next CSeq. */
export function resendWhen(request: OutgoingRequestMessage, resend: Resend): void {
  resends.set(request, resend);
}

/**
 * sip.js sends a request again after a challenge only; a 422 (RFC 4028 §7.3) and a redirection (RFC 3261 §8.1.3.4) ask
 * for the same: Call-ID, To and From tag stay, the CSeq is the next. An INVITE that was cancelled meanwhile is never
 * sent again, also not with credentials: nobody would cancel that one.
 */
export function mendResending(): void {
  const methods = UserAgentClient.prototype as unknown as ClientMethods;
  const stock = { guard: methods.authenticationGuard, cancel: methods.cancel, dispose: methods.dispose };
  const earlier = new WeakMap<Client, ClientTransaction[]>();
  methods.authenticationGuard = function (message, dialog) {
    const { statusCode = 0 } = message;
    if (cancelled.has(this.message)) return true;
    if (statusCode < 300 || resends.get(this.message)?.(message) !== true)
      return stock.guard.call(this, message, dialog);
    forgetEarlyDialogs(this);
    earlier.set(this, [...(earlier.get(this) ?? []), this.transaction]);
    this.message.cseq = nextCSeq(this, dialog ?? dialogOf(this));
    this.message.setHeader('cseq', `${this.message.cseq} ${this.message.method}`);
    methods.init.call(this);
    return false;
  };
  methods.cancel = function (...rest) {
    cancelled.add(this.message);
    return stock.cancel.apply(this, rest);
  };
  methods.dispose = function () {
    earlier.get(this)?.forEach((transaction) => transaction.dispose());
    stock.dispose.call(this);
  };
}

function nextCSeq({ message }: Client, dialog: Dialog | undefined): number {
  if (dialog === undefined) return message.cseq + 1;
  dialog.incrementLocalSequenceNumber();
  return dialog.localSequenceNumber ?? message.cseq + 1;
}

function forgetEarlyDialogs({ earlyDialogs }: Client): void {
  earlyDialogs?.forEach((dialog) => dialog.dispose());
  earlyDialogs?.clear();
}
