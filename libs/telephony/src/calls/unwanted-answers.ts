import type { Inviter } from 'sip.js/lib/api/inviter.js';
import type { AckableIncomingResponseWithSession } from 'sip.js/lib/core/messages/methods/invite.js';
import { reasonField, type EndReason } from './end-reason.js';

interface InviterMethods {
  ackAndBye(response: AckableIncomingResponseWithSession, statusCode?: number): void;
}

/**
 * Ends what a 2xx began that makes no call: one that crossed our CANCEL, one whose answer is of no use, and the further
 * ones of an INVITE that forked, of which the first wins (RFC 3261 §13.2.2.4). They get ACK and BYE, with a Reason.
 */
export class UnwantedAnswers {
  private readonly byes: Promise<void>[] = [];

  /** @param cancelReason why the call was given up, if it was */
  constructor(inviter: Inviter, cancelReason: () => EndReason | undefined) {
    const methods = inviter as unknown as InviterMethods;
    methods.ackAndBye = (response, statusCode) => {
      const reason = statusCode === undefined ? (cancelReason() ?? 'answered-elsewhere') : 'not-acceptable';
      response.ack();
      this.byes.push(bye(response, reason));
    };
  }

  /** Resolves when each BYE so far has its final response. */
  async ended(): Promise<void> {
    await Promise.all(this.byes);
  }
}

function bye({ session }: AckableIncomingResponseWithSession, reason: EndReason): Promise<void> {
  return new Promise((resolve) => {
    const done = () => resolve();
    session.bye(
      { onAccept: done, onRedirect: done, onReject: done },
      { extraHeaders: [reasonField(reason)] },
    );
  });
}
