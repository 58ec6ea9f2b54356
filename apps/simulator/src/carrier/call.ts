import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { MediaAgreement } from '@marcador/telephony/media/media-agreement.js';
import { makeAnswer } from '@marcador/telephony/sdp/offer-answer.js';
import type { RtpPlayer } from '../audio/rtp-player.js';
import type { Script } from '../audio/script.js';
import { Callee, type Answerer, type PeopleTimes, type Telephone } from '../people/callee.js';
import type { Pilot } from '../pilot.js';
import { Dialog } from '../sip/dialog.js';
import { header, type Header } from '../sip/message.js';
import type { ServerTransaction } from '../sip/server-transaction.js';
import type { SipStack } from '../sip/sip-stack.js';
import { TRANSACTION_MS } from '../sip/timers.js';
import { addressOf, parseUri } from '../sip/uri.js';
import { AnsweredAudio, type AudioSurroundings } from './answered-audio.js';
import type { MessageFaults } from './message-faults.js';
import { SessionTimer } from './session-timer.js';
import { Transfer } from './transfer.js';

/** What calls share. */
export interface CallSurroundings extends AudioSurroundings {
  readonly stack: SipStack;
  /** Our SIP URI. */
  readonly contact: string;
  readonly messageFaults: MessageFaults;
  readonly tempo: Clock;
  readonly times: PeopleTimes;
  pilot(number: string): Pilot | undefined;
}

export const ALLOW: Header = ['Allow', 'INVITE, ACK, CANCEL, BYE, REFER, NOTIFY, OPTIONS, INFO, UPDATE'];

type EndedBy = 'dialer' | 'person' | 'carrier';

/** What was agreed on by an offer of the dialer, and our answer to it. */
export interface Negotiated {
  readonly sdp: string;
  readonly agreement: MediaAgreement;
}

/** What the recordings can be coded as. */
const G711 = { codecs: ['PCMA', 'PCMU'], srtp: 'off', cryptos: [] } as const;

/**
 * Answers an offer; `undefined` when it has no audio in G.711.
 * @param version grows with each answer of a call
 */
export function negotiate(offer: string, local: RtpPlayer['local'], version: number): Negotiated | undefined {
  return makeAnswer(offer, { ...local, ...G711, sessionId: 1, version });
}

/** A call of the dialer, from its INVITE to the end of the dialer's leg. */
export class Call implements Telephone {
  private readonly callee: Callee;
  private readonly dialog: Dialog;
  private transfer: Transfer | undefined;
  private state: 'calling' | 'answered' | 'acknowledged' | 'ended' = 'calling';
  private version = 1;
  private hangsUpWhenAcknowledged = false;
  private answeredAudio: AnsweredAudio | undefined;
  private leftover: Timer | undefined;
  private readonly session: SessionTimer;

  /** @param onEnd called once, when nothing more can come for this call */
  constructor(
    private readonly invite: ServerTransaction,
    private readonly number: string,
    private readonly audio: Negotiated,
    private readonly around: CallSurroundings,
    private readonly onEnd: () => void,
  ) {
    this.dialog = new Dialog(around.stack, around.contact, invite);
    this.session = new SessionTimer(around.clock, () => this.end('carrier'));
    this.callee = new Callee(number, this, around.times, around.tempo, around.clock);
    invite.onCancel(() => this.cancelled());
    this.callee.called();
  }

  ring(): void {
    this.around.log.append({ type: 'ringing', callId: this.dialog.callId });
    this.invite.respond(180, { headers: [this.contactHeader, ALLOW] });
  }

  reject(status: number, details: { readonly q850Cause: number; readonly retryAfterSeconds?: number }): void {
    const { q850Cause, retryAfterSeconds } = details;
    // A person's own refusal is known by its location (RFC 8606).
    const location = status === 603 ? ';location=USER' : '';
    const reason: Header = ['Reason', `Q.850;cause=${q850Cause}${location}`];
    const wait: Header[] =
      retryAfterSeconds === undefined ? [] : [['Retry-After', String(retryAfterSeconds)]];
    this.around.log.append({ type: 'rejected', callId: this.dialog.callId, code: status });
    this.invite.respond(status, { headers: [reason, ...wait] });
    this.finish();
  }

  answer(script: Script, by: Answerer): void {
    const { log, messageFaults } = this.around;
    this.state = 'answered';
    log.append({ type: 'answered', callId: this.dialog.callId });
    const session = this.session.begin(this.invite.request);
    this.invite.respond(200, {
      headers: [this.contactHeader, ALLOW, ...session, ['Content-Type', 'application/sdp']],
      body: this.audio.sdp,
    });
    const call = {
      callId: this.dialog.callId,
      by,
      fault: by === 'machine' ? messageFaults.take(this.number) : undefined,
      hangUp: () => this.hangUp(),
      update: (offer: (version: number) => string) => this.sendUpdate(offer(++this.version)),
    };
    this.answeredAudio = new AnsweredAudio(call, this.audio.agreement, script, this.around);
  }

  hangUp(): void {
    // RFC 3261 §15: the called side must not send BYE before the ACK.
    if (this.state === 'answered') {
      this.hangsUpWhenAcknowledged = true;
      return;
    }
    this.transfer?.leave();
    this.end('person');
  }

  /** The dialer acknowledged our 200. */
  acknowledged(): void {
    this.invite.acknowledged();
    if (this.state !== 'answered') return;
    this.state = 'acknowledged';
    if (this.hangsUpWhenAcknowledged) this.hangUp();
  }

  /** The dialer never acknowledged our 200. */
  unacknowledged(): void {
    if (this.state === 'answered') this.end('carrier');
  }

  /** Answers a request within the dialog. */
  receive(transaction: ServerTransaction): void {
    const { request } = transaction;
    if (this.state === 'calling' || !this.dialog.owns(request)) transaction.respond(481);
    else if (!this.dialog.accept(request)) transaction.respond(500);
    else this.perform(transaction);
  }

  private perform(transaction: ServerTransaction): void {
    switch (transaction.request.method) {
      case 'BYE':
        this.leftByDialer();
        transaction.respond(200);
        return;
      case 'REFER':
        this.refer(transaction);
        return;
      case 'INVITE':
        this.renegotiate(transaction);
        return;
      case 'UPDATE':
        this.update(transaction);
        return;
      case 'INFO':
      case 'OPTIONS':
        transaction.respond(200, { headers: [ALLOW] });
        return;
      default:
        transaction.respond(405, { headers: [ALLOW] });
    }
  }

  private refer(transaction: ServerTransaction): void {
    const to = parseUri(addressOf(header(transaction.request, 'refer-to')))?.user;
    if (to === undefined || to === '') {
      transaction.respond(400, { phrase: 'Refer-To Is Missing' });
      return;
    }
    if (this.state !== 'acknowledged' || this.transfer?.pending) {
      transaction.respond(491);
      return;
    }
    this.around.log.append({ type: 'refer', callId: this.dialog.callId, to });
    transaction.respond(202, { headers: [this.contactHeader] });
    this.transfer = new Transfer(this.dialog, to, this.around.log, {
      connected: () => this.handedOver(),
      failed: () => {
        if (this.state !== 'ended') this.callee.transferFailed();
      },
    });
    this.callee.transferring();
    this.transfer.begin(this.around.pilot(to));
  }

  private handedOver(): void {
    this.callee.gone();
    this.answeredAudio?.stop();
    if (this.state === 'ended') return;
    this.leftover = this.around.clock.setTimer(TRANSACTION_MS, () => this.end('carrier'));
  }

  /** A refresh of the session; one with an offer is a re-INVITE by another name (RFC 3311). */
  private update(transaction: ServerTransaction): void {
    if (transaction.request.body === '')
      transaction.respond(200, {
        headers: [this.contactHeader, ALLOW, ...this.session.begin(transaction.request)],
      });
    else this.renegotiate(transaction);
  }

  private renegotiate(transaction: ServerTransaction): void {
    const audio = negotiate(transaction.request.body, this.around.player.local, ++this.version);
    if (audio === undefined) {
      transaction.respond(488);
      return;
    }
    const session = this.session.begin(transaction.request);
    transaction.respond(200, {
      headers: [this.contactHeader, ALLOW, ...session, ['Content-Type', 'application/sdp']],
      body: audio.sdp,
    });
  }

  private sendUpdate(offer: string): void {
    const headers: Header[] = [['Content-Type', 'application/sdp']];
    this.dialog.send({ method: 'UPDATE', headers, body: offer });
  }

  private cancelled(): void {
    this.around.log.append({ type: 'cancelled', callId: this.dialog.callId });
    this.invite.respond(487);
    this.finish();
  }

  private leftByDialer(): void {
    if (this.state === 'ended') return;
    this.around.log.append({ type: 'call-ended', callId: this.dialog.callId, by: 'dialer' });
    this.finish();
  }

  /** Ends the dialer's leg by BYE. The call stays known until that is answered, for a BYE that crosses ours. */
  private end(by: EndedBy): void {
    if (this.state === 'ended') return;
    this.around.log.append({ type: 'call-ended', callId: this.dialog.callId, by });
    this.release();
    const reason: Header = ['Reason', 'Q.850;cause=16'];
    this.dialog.send({ method: 'BYE', headers: [reason] }, () => this.onEnd());
  }

  private finish(): void {
    this.release();
    this.onEnd();
  }

  private release(): void {
    this.state = 'ended';
    this.answeredAudio?.stop();
    this.leftover?.cancel();
    this.session.stop();
    // Somebody on the way to a pilot lives on without the dialer.
    if (!this.transfer?.pending) this.callee.gone();
  }

  private get contactHeader(): Header {
    return ['Contact', `<${this.around.contact}>`];
  }
}
