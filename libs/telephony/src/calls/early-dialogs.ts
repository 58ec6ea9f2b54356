import type { Inviter } from 'sip.js/lib/api/inviter.js';
import type { SessionDescriptionHandler } from 'sip.js/lib/api/session-description-handler.js';
import { SessionState } from 'sip.js/lib/api/session-state.js';
import type { Session } from 'sip.js/lib/core/session/session.js';
import { MediaSession } from '../rtp/media-session.js';
import type { Negotiation } from '../sdp/negotiation.js';
import type { DialogDelegate } from '../sip/mend-dialogs.js';
import { ALLOW } from '../sip/methods.js';
import type { UpdateRequest } from '../sip/update.js';
import { answerInfo } from './in-dialog.js';

interface InviterMethods {
  earlyMediaDialog: Session | undefined;
  setupSessionDescriptionHandler(): SessionDescriptionHandler;
}

/**
 * The early dialogs of an INVITE: what peers ask for before the answer. An UPDATE may move the media that a reliable
 * 183 has agreed on (RFC 3311 §5.1, RFC 3262 §5), at each place that rings by itself. Nobody listens to that: it is
 * there for the answer to go on from, when it comes from the same place.
 */
export class EarlyDialogs {
  private readonly forks = new WeakMap<Session, Negotiation>();
  /** Those whose media an UPDATE has moved. */
  private readonly moved = new WeakSet<Session>();
  private readonly contact: string;

  constructor(private readonly inviter: Inviter) {
    this.contact = inviter.userAgent.contact.toString();
  }

  /** A provisional response came in a dialog, and was acknowledged where that was asked for. */
  progressed(dialog: Session): void {
    this.begin(dialog);
    if (dialog.delegate !== undefined) return;
    const delegate: DialogDelegate = {
      onInfo: answerInfo,
      onRefer: (request) => request.reject({ statusCode: 603 }),
      onUpdate: (request) => this.update(dialog, request),
    };
    dialog.delegate = delegate;
  }

  /** The 2xx comes in a dialog. */
  answering(dialog: Session): void {
    const fork = this.forks.get(dialog);
    if (fork === undefined || !this.moved.has(dialog)) return;
    this.media.adopt(fork);
    // So that sip.js takes the media as agreed: it would go back to the first answer.
    this.methods.earlyMediaDialog = dialog;
  }

  /** The answer of a reliable provisional response has come. */
  private begin(dialog: Session): void {
    if (dialog.answer === undefined || this.forks.has(dialog)) return;
    if (this.inviter.state !== SessionState.Establishing) return;
    const fork = this.media.fork();
    this.forks.set(dialog, fork);
    try {
      fork.take(dialog.answer.content);
    } catch {
      // Of no use as it is; an UPDATE may make it better.
    }
  }

  private update(dialog: Session, request: UpdateRequest): void {
    const { offer } = request;
    const extraHeaders = [`Contact: ${this.contact}`, ALLOW];
    if (offer === undefined) {
      request.accept({ statusCode: 200, extraHeaders });
      return;
    }
    const content = this.answerTo(offer.content, this.forks.get(dialog));
    if (content === undefined) {
      request.reject({ statusCode: 488 });
      return;
    }
    this.moved.add(dialog);
    const body = { contentDisposition: 'session', contentType: 'application/sdp', content };
    request.accept({ statusCode: 200, extraHeaders, body });
  }

  private answerTo(offer: string, fork: Negotiation | undefined): string | undefined {
    const { stream } = this.media;
    if (fork === undefined || stream === undefined) return undefined;
    try {
      fork.take(offer);
      return fork.describe(stream.port);
    } catch {
      return undefined;
    }
  }

  private get media(): MediaSession {
    const media = this.methods.setupSessionDescriptionHandler();
    if (media instanceof MediaSession) return media;
    throw new Error('A call has media of another kind');
  }

  private get methods(): InviterMethods {
    return this.inviter as unknown as InviterMethods;
  }
}
