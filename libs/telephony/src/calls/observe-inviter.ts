import type { Inviter } from 'sip.js/lib/api/inviter.js';
import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type {
  AckableIncomingResponseWithSession,
  PrackableIncomingResponseWithSession,
} from 'sip.js/lib/core/messages/methods/invite.js';

interface InviterMethods {
  onProgress(response: PrackableIncomingResponseWithSession): Promise<void>;
  onAccept(response: AckableIncomingResponseWithSession): Promise<void>;
}

export interface InviterObserver {
  /** A provisional response came in this dialog, and was acknowledged where it asks for that. */
  progressed(dialog: SessionDialog): void;
  /** The 2xx came that makes the session, which may stand before this has returned … */
  answering(response: IncomingResponseMessage, dialog: SessionDialog): void;
  /** … and this is its dialog. */
  answered(dialog: SessionDialog): void;
}

/**
 * Tells of the dialogs of an INVITE as soon as sip.js has made them, before a request can come in them: its own
 * callbacks wait until the media is set up.
 */
export function observeInviter(inviter: Inviter, observer: InviterObserver): void {
  const methods = inviter as unknown as InviterMethods;
  const onProgress = methods.onProgress.bind(inviter);
  const onAccept = methods.onAccept.bind(inviter);
  methods.onProgress = (response) => {
    const done = onProgress(response);
    observer.progressed(response.session as SessionDialog);
    return done;
  };
  methods.onAccept = (response) => {
    observer.answering(response.message, response.session as SessionDialog);
    const done = onAccept(response);
    observer.answered(response.session as SessionDialog);
    return done;
  };
}
