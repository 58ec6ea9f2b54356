import type { Inviter } from 'sip.js/lib/api/inviter.js';
import type { SessionDescriptionHandler } from 'sip.js/lib/api/session-description-handler.js';
import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { Session } from 'sip.js/lib/core/session/session.js';
import type { DialogDelegate } from '../sip/mend-dialogs.js';
import { ALLOW } from '../sip/methods.js';
import type { UpdateRequest } from '../sip/update.js';
import { answerInfo } from './in-dialog.js';
import { describeMedia } from './renegotiation.js';

interface InviterMethods {
  earlyMediaDialog: Session | undefined;
  setupSessionDescriptionHandler(): SessionDescriptionHandler;
}

/**
 * The early dialogs of an INVITE: what peers ask for before the answer. An UPDATE may move the media that a reliable
 * 183 has agreed on (RFC 3311 §5.1, RFC 3262 §5); nobody listens to it, it is there for the answer to go on from.
 */
export class EarlyDialogs {
  /** The answers of reliable provisional responses that are not in use yet. */
  private readonly answers = new WeakMap<Session, string>();
  private readonly inviter: InviterMethods;
  private readonly contact: string;

  constructor(inviter: Inviter) {
    this.contact = inviter.userAgent.contact.toString();
    this.inviter = inviter as unknown as InviterMethods;
  }

  /** A provisional response came in a dialog, and was acknowledged where that was asked for. */
  progressed(dialog: Session): void {
    const { answer } = dialog;
    if (answer !== undefined && !this.answers.has(dialog)) this.answers.set(dialog, answer.content);
    if (dialog.delegate !== undefined) return;
    const delegate: DialogDelegate = {
      onInfo: answerInfo,
      onRefer: (request) => request.reject({ statusCode: 603 }),
      onUpdate: (request) => void this.update(dialog as SessionDialog, request),
    };
    dialog.delegate = delegate;
  }

  private async update(dialog: SessionDialog, request: UpdateRequest): Promise<void> {
    const extraHeaders = [`Contact: ${this.contact}`, ALLOW];
    if (request.offer === undefined) {
      request.accept({ statusCode: 200, extraHeaders });
      return;
    }
    const body = (await this.adopt(dialog)) ? await describeMedia(this.media, request.offer) : undefined;
    if (body === undefined) request.reject({ statusCode: 488 });
    else request.accept({ statusCode: 200, extraHeaders, body });
  }

  /** Puts the dialog's own answer in force; another fork's media may be in force already. */
  private async adopt(dialog: SessionDialog): Promise<boolean> {
    if (this.inviter.earlyMediaDialog === dialog) return true;
    const answer = this.answers.get(dialog);
    if (answer === undefined || this.inviter.earlyMediaDialog !== undefined) return false;
    // From here on sip.js takes the media as agreed when this dialog is confirmed.
    this.inviter.earlyMediaDialog = dialog;
    try {
      await this.media.setDescription(answer);
      return true;
    } catch {
      return false;
    }
  }

  private get media(): SessionDescriptionHandler {
    return this.inviter.setupSessionDescriptionHandler();
  }
}
