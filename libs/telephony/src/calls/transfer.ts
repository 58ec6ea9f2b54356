import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Notification } from 'sip.js/lib/api/notification.js';
import type { Session } from 'sip.js/lib/api/session.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import type { TransferResult } from '../dialer-port.js';
import type { TrunkOptions } from '../telephony-options.js';
import { isMadeUp } from './call-failure.js';

export type TransferOptions = TrunkOptions['transfer'];

type Failure = Extract<TransferResult, { transferred: false }>['failure'];

/**
 * One REFER and what is notified about it (RFC 3515, RFC 5589 §6). Any 2xx accepts it. It has succeeded with a sipfrag
 * that counts, or when the peer ends the call after the 2xx; stacks exist that send no first or no final NOTIFY, for
 * those a guard timer runs from the 2xx on.
 */
export class Transfer {
  /** Settles once it is known whether the call was handed over. Never rejects. */
  readonly result: Promise<TransferResult>;
  /** Resolves when no further NOTIFY is waited for: only then may our BYE leave. */
  readonly finished: Promise<void>;
  private settle!: (result: TransferResult) => void;
  private finish!: () => void;
  private guard: Timer | undefined;
  private accepted = false;
  private over = false;

  constructor(
    private readonly options: TransferOptions,
    private readonly clock: Clock,
  ) {
    this.result = new Promise((resolve) => (this.settle = resolve));
    this.finished = new Promise((resolve) => (this.finish = resolve));
  }

  /** Sends the REFER. */
  begin(session: Session, target: URI): void {
    session
      .refer(target, {
        onNotify: (notification) => this.notified(notification),
        requestDelegate: {
          onAccept: () => this.accept(),
          onRedirect: ({ message }) => this.fail({ reason: 'refused', ...codeOf(message.statusCode) }),
          onReject: ({ message }) => this.fail(refusal(message.statusCode, isMadeUp(message))),
        },
      })
      .catch(() => this.fail({ reason: 'caller-hung-up' }));
  }

  /** The peer ended the call. */
  peerHungUp(): void {
    if (this.accepted) this.succeed();
    else this.fail({ reason: 'caller-hung-up' });
    this.end();
  }

  /** We ended the call. */
  end(): void {
    if (this.over) return;
    this.over = true;
    this.guard?.cancel();
    this.settle({ transferred: false, failure: { reason: 'timeout' } });
    this.finish();
  }

  private accept(): void {
    this.accepted = true;
    if (!this.over) this.guard = this.clock.setTimer(this.options.timeoutMs, () => this.end());
  }

  private notified(notification: Notification): void {
    const { request } = notification;
    if (request.getHeader('event')?.split(';', 1)[0]?.trim().toLowerCase() !== 'refer') {
      void notification.reject({ statusCode: 489 });
      return;
    }
    void notification.accept();
    const code = sipfragStatus(request.body);
    if (code === undefined) return;
    if (code >= 300) this.fail({ reason: 'failed', sipCode: code });
    else if (code >= 200) this.succeedForGood();
    else if (code >= 180 && this.options.successOn === 'ringing') this.succeed();
  }

  private succeedForGood(): void {
    this.succeed();
    this.end();
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
