import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Notification } from 'sip.js/lib/api/notification.js';
import type { Session } from 'sip.js/lib/api/session.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingReferRequest } from 'sip.js/lib/core/messages/methods/refer.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import type { TransferResult } from '../dialer-port.js';
import type { TrunkOptions } from '../telephony-options.js';
import { isMadeUp } from './call-failure.js';

export type TransferOptions = TrunkOptions['transfer'];

type Failure = Extract<TransferResult, { transferred: false }>['failure'];

/**
 * One REFER and what is notified about it (RFC 3515, RFC 5589 §6). Any 2xx accepts it. It has succeeded with a sipfrag
 * that counts, or when the peer ends the call after the 2xx; stacks exist that send no first or no final NOTIFY, for
 * those a guard timer runs from the 2xx on. Where the 2xx says that nothing will be notified (RFC 4488), it is the
 * success, and the peer is given the guard timer to end the call itself.
 */
export class Transfer {
  /** Settles once it is known whether the call was handed over. Never rejects. */
  readonly result: Promise<TransferResult>;
  /** Resolves when no response and no NOTIFY is waited for any more: only then may our BYE leave. */
  readonly finished: Promise<void>;
  private settle!: (result: TransferResult) => void;
  private finish!: () => void;
  private guard: Timer | undefined;
  private request: OutgoingReferRequest | undefined;
  private accepted = false;
  /** A NOTIFY has said how it ended. */
  private decided = false;
  private over = false;

  constructor(
    private readonly options: TransferOptions,
    private readonly clock: Clock,
  ) {
    this.result = new Promise((resolve) => (this.settle = resolve));
    this.finished = new Promise((resolve) => (this.finish = resolve));
  }

  /**
   * Sends the REFER.
   * @param target an address, or a call whose place the referred person takes (Replaces, RFC 3891)
   */
  begin(session: Session, target: URI | Session): void {
    session
      .refer(target, {
        onNotify: (notification) => this.notified(notification),
        requestDelegate: {
          onAccept: ({ message }) => this.accept(message),
          onRedirect: ({ message }) => this.fail({ reason: 'refused', ...codeOf(message.statusCode) }),
          onReject: ({ message }) => this.fail(refusal(message.statusCode, isMadeUp(message))),
        },
        requestOptions: { extraHeaders: this.options.subscription === false ? ['Refer-Sub: false'] : [] },
      })
      .then((request) => (this.request = request))
      .catch(() => this.fail({ reason: 'caller-hung-up' }));
  }

  /** The peer ended the call. */
  peerHungUp(): void {
    if (this.accepted) this.succeed();
    else this.fail({ reason: 'caller-hung-up' });
    this.end();
  }

  /** We ended the call, or nobody is there any more. */
  end(): void {
    if (this.over) return;
    this.over = true;
    this.guard?.cancel();
    this.settle({ transferred: false, failure: { reason: 'timeout' } });
    this.finish();
  }

  private accept(response: IncomingResponseMessage): void {
    this.accepted = true;
    if (this.decided) this.end();
    if (this.over) return;
    if (/^\s*false\b/i.test(response.getHeader('refer-sub') ?? '')) this.succeed();
    this.guard = this.clock.setTimer(this.options.timeoutMs, () => this.end());
  }

  private notified(notification: Notification): void {
    const { request } = notification;
    const [event = '', ...parameters] = (request.getHeader('event') ?? request.getHeader('o') ?? '').split(
      ';',
    );
    if (event.trim().toLowerCase() !== 'refer') {
      void notification.reject({ statusCode: 489 });
      return;
    }
    void notification.accept();
    const code = this.isAbout(parameters) ? sipfragStatus(request.body) : undefined;
    if (code === undefined) return;
    if (code >= 300) this.decide({ transferred: false, failure: { reason: 'failed', sipCode: code } });
    else if (code >= 200) this.decide({ transferred: true, at: this.clock.now() });
    else if (code >= 180 && this.options.successOn === 'ringing') this.succeed();
  }

  /** The id tells which REFER of the dialog is meant: its CSeq (RFC 3515 §2.4.6); only of the first it may be missing. */
  private isAbout(parameters: readonly string[]): boolean {
    const id = parameters.map((parameter) => /^\s*id\s*=\s*(\d+)\s*$/i.exec(parameter)?.[1]).find(Boolean);
    return id === undefined || this.request === undefined || Number(id) === this.request.message.cseq;
  }

  /** The final NOTIFY may overtake the 2xx of the REFER: the dialog stands until that has come too. */
  private decide(result: TransferResult): void {
    this.decided = true;
    this.settle(result);
    if (this.accepted) this.end();
  }

  private succeed(): void {
    this.settle({ transferred: true, at: this.clock.now() });
  }

  private fail(failure: Failure): void {
    this.settle({ transferred: false, failure });
    this.end();
  }
}

function refusal(statusCode: number | undefined, madeUp: boolean): Failure {
  // No response came, or the REFER could not leave.
  if (madeUp) return { reason: 'timeout' };
  return { reason: 'refused', ...codeOf(statusCode) };
}

function codeOf(statusCode: number | undefined): { sipCode?: number } {
  return statusCode === undefined ? {} : { sipCode: statusCode };
}

/** The status of a message/sipfrag body (RFC 3420). */
function sipfragStatus(body: string): number | undefined {
  const match = /^\s*SIP\/2\.0 +(\d{3})/i.exec(body);
  return match?.[1] === undefined ? undefined : Number(match[1]);
}
