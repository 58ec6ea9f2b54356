import type { Session } from 'sip.js/lib/api/session.js';
import { SessionState } from 'sip.js/lib/api/session-state.js';
import type { SessionDescriptionHandler } from 'sip.js/lib/api/session-description-handler.js';
import type { Body } from 'sip.js/lib/core/messages/body.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { ResponseOptions } from 'sip.js/lib/core/messages/outgoing-response.js';
import { ALLOW } from '../sip/methods.js';
import { sessionBodyOf, type UpdateRequest } from '../sip/update.js';
import type { SessionKeeper } from './session-keeper.js';

/** A re-INVITE or an UPDATE of the peer. */
export interface RenegotiationRequest {
  readonly message: IncomingRequestMessage;
  accept(options: ResponseOptions): unknown;
  reject(options: ResponseOptions): unknown;
}

/**
 * Answers what the peer changes in an answered call: hold and back, codec, address, a session refresh; also a re-INVITE
 * without an offer, to which ours is the answer (RFC 3261 §14.2, RFC 3311 §5.2).
 */
export class Renegotiation {
  constructor(
    private readonly session: Session,
    private readonly keeper: SessionKeeper | undefined,
    private readonly contact: string,
  ) {}

  async onInvite(request: RenegotiationRequest): Promise<void> {
    await this.answer(request, sessionBodyOf(request.message), true);
  }

  async onUpdate(request: UpdateRequest): Promise<void> {
    await this.answer(request, request.offer, request.offer !== undefined);
  }

  private async answer(
    request: RenegotiationRequest,
    offer: Body | undefined,
    describe: boolean,
  ): Promise<void> {
    const { message } = request;
    if (offer === undefined && message.body !== '' && !isOptional(message)) {
      request.reject({ statusCode: 415, extraHeaders: ['Accept: application/sdp'] });
      return;
    }
    const refresh = this.keeper?.asked(message);
    if (refresh?.kind === 'interval-too-small') {
      request.reject({ statusCode: 422, extraHeaders: [...refresh.fields] });
      return;
    }
    const extraHeaders = [`Contact: ${this.contact}`, ALLOW, ...(refresh?.fields ?? [])];
    const accept = (body?: Body) => {
      if (refresh !== undefined) this.keeper?.accepted(refresh.terms);
      request.accept({ statusCode: 200, extraHeaders, ...(body && { body }) });
    };
    const media = this.session.sessionDescriptionHandler;
    if (!describe || media === undefined) {
      accept();
      return;
    }
    const body = await describeMedia(media, offer);
    // The call may have ended meanwhile (RFC 3261 §15.1.2).
    if (this.session.state !== SessionState.Established) request.reject({ statusCode: 487 });
    else if (body === undefined) request.reject({ statusCode: 488 });
    else accept(body);
  }
}

/** Our answer to an offer, or our offer where there is none; `undefined`: nothing in common, all stays as it was. */
async function describeMedia(
  media: SessionDescriptionHandler,
  offer: Body | undefined,
): Promise<Body | undefined> {
  try {
    if (offer !== undefined) await media.setDescription(offer.content);
    const { body, contentType } = await media.getDescription();
    return { contentDisposition: 'session', contentType, content: body };
  } catch {
    await media.rollbackDescription?.();
    return undefined;
  }
}

function isOptional(message: IncomingRequestMessage): boolean {
  return /;\s*handling\s*=\s*optional/i.test(message.getHeader('content-disposition') ?? '');
}
