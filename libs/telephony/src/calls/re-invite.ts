import type { Session } from 'sip.js/lib/api/session.js';
import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingResponse } from 'sip.js/lib/core/messages/incoming-response.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { SignalingState } from 'sip.js/lib/core/session/session.js';
import { resendWhen, type Resend } from '../sip/resend.js';
import { MediaSession } from '../rtp/media-session.js';
import { refreshTarget, sessionBodyOf } from '../sip/update.js';

export type ReInviteOutcome =
  | { readonly kind: 'accepted'; readonly response: IncomingResponseMessage }
  | { readonly kind: 'refused'; readonly response: IncomingResponseMessage }
  /** An INVITE of the peer is under way, and ours may not leave (RFC 3261 §14.1); or there is no media to offer now. */
  | { readonly kind: 'busy' }
  /** The answer is of no use: there is no media any more. */
  | { readonly kind: 'unusable' };

/** Offers our media again, as they are, in a re-INVITE (RFC 3261 §14). Never rejects. */
export async function reInvite(
  session: Session,
  dialog: SessionDialog,
  fields: readonly string[],
  retry: (request: OutgoingRequestMessage) => Resend,
): Promise<ReInviteOutcome> {
  const media = session.sessionDescriptionHandler;
  if (!(media instanceof MediaSession) || isBusy(dialog)) return { kind: 'busy' };
  const offer = await media.repeatDescription().catch(() => undefined);
  const rollBack = () => media.rollbackDescription();
  if (offer === undefined || isBusy(dialog)) {
    await rollBack();
    return { kind: 'busy' };
  }
  return new Promise((resolve) => {
    const refused = ({ message: response }: IncomingResponse) => {
      void rollBack();
      resolve({ kind: 'refused', response });
    };
    const { message } = dialog.invite(
      {
        onAccept: (accepted) => {
          const { message: response } = accepted;
          accepted.ack();
          refreshTarget(dialog, response);
          const answer = sessionBodyOf(response);
          if (answer === undefined) resolve({ kind: 'unusable' });
          else
            media.setDescription(answer.content).then(
              () => resolve({ kind: 'accepted', response }),
              () => resolve({ kind: 'unusable' }),
            );
        },
        onRedirect: refused,
        onReject: refused,
      },
      {
        extraHeaders: [...fields],
        body: { contentDisposition: 'session', contentType: offer.contentType, content: offer.body },
      },
    );
    resendWhen(message, retry(message));
  });
}

function isBusy(dialog: SessionDialog): boolean {
  return (
    dialog.reinviteUserAgentServer !== undefined ||
    dialog.reinviteUserAgentClient !== undefined ||
    dialog.signalingState !== SignalingState.Stable
  );
}
