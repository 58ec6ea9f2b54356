import type { Clock } from '@marcador/platform/clock.js';
import type { Session } from 'sip.js/lib/api/session.js';
import type { SessionDialog } from 'sip.js/lib/core/dialogs/session-dialog.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { allows } from '../sip/headers.js';
import { ALLOW } from '../sip/methods.js';
import { resendWhen } from '../sip/resend.js';
import { retryAfterMs } from '../sip/retry-after.js';
import { refreshTarget, sendUpdate } from '../sip/update.js';
import { reInvite } from './re-invite.js';
import type { RefreshAnswer, SessionInterval } from './session-interval.js';
import { SessionTimer, type SessionTerms } from './session-timer.js';

/** How long a refresh that was refused for a reason of its own is put off, ms. */
const REFUSED_MS = 10_000;

export interface SessionKeeperDeps {
  readonly clock: Clock;
  /** 0 ≤ n < 1 */
  readonly random: () => number;
  /** What our requests give as Contact. */
  readonly contact: string;
  /** The session is over: nobody refreshed it, or the peer knows nothing of it. */
  readonly onLost: () => void;
}

/**
 * Keeps a session alive (RFC 4028): refreshes it where that was agreed, by UPDATE where the peer takes that and by
 * re-INVITE where not, and says when it is lost.
 */
export class SessionKeeper {
  private readonly timer: SessionTimer;
  private byUpdate = false;
  private stopped = false;

  constructor(
    private readonly session: Session,
    private readonly interval: SessionInterval,
    private readonly deps: SessionKeeperDeps,
  ) {
    this.timer = new SessionTimer(deps.clock, {
      refresh: () => this.refresh(),
      expired: () => this.lost(),
    });
  }

  /** The 2xx to our INVITE, or to a refresh of ours. */
  answered(response: IncomingResponseMessage): void {
    if (this.stopped) return;
    if (response.hasHeader('allow')) this.byUpdate = allows(response, 'UPDATE');
    this.timer.begin(this.interval.answered(response));
  }

  /** What a re-INVITE or an UPDATE of the peer gets where nothing else is wrong with it. */
  asked(request: IncomingRequestMessage): RefreshAnswer {
    if (request.hasHeader('allow')) this.byUpdate = allows(request, 'UPDATE');
    return this.interval.asked(request);
  }

  /** That request has its 2xx: only now the session is refreshed (RFC 4028 §10). */
  accepted(terms: SessionTerms): void {
    this.interval.agree(terms);
    if (!this.stopped) this.timer.begin(terms);
  }

  stop(): void {
    this.stopped = true;
    this.timer.stop();
  }

  private refresh(): void {
    const { dialog } = this.session;
    if (this.stopped || dialog === undefined) return;
    const fields = [`Contact: ${this.deps.contact}`, ALLOW, ...this.interval.ask()];
    if (this.byUpdate) this.update(dialog as SessionDialog, fields);
    else void this.reInvite(dialog as SessionDialog, fields);
  }

  private update(dialog: SessionDialog, fields: readonly string[]): void {
    const { message } = sendUpdate(dialog, fields, {
      onAccept: ({ message: response }) => {
        refreshTarget(dialog, response);
        this.answered(response);
      },
      onRedirect: ({ message: response }) => this.refused(response),
      onReject: ({ message: response }) => this.refused(response),
    });
    resendWhen(message, this.interval.retry(message));
  }

  private async reInvite(dialog: SessionDialog, fields: readonly string[]): Promise<void> {
    const outcome = await reInvite(this.session, dialog, fields, (message) => this.interval.retry(message));
    if (outcome.kind === 'accepted') this.answered(outcome.response);
    else if (outcome.kind === 'refused') this.refused(outcome.response);
    else if (outcome.kind === 'busy') this.retryIn(this.glareMs());
    else this.lost();
  }

  private refused(response: IncomingResponseMessage): void {
    const { statusCode } = response;
    // Nobody is there, or nobody knows the call (§10, RFC 3261 §12.2.1.2).
    if (statusCode === 408 || statusCode === 481) this.lost();
    else if (this.byUpdate && (statusCode === 405 || statusCode === 501)) {
      this.byUpdate = false;
      this.refresh();
    } else this.retryIn(statusCode === 491 ? this.glareMs() : retryAfterMs(response) || REFUSED_MS);
  }

  private retryIn(ms: number): void {
    if (!this.stopped) this.timer.refreshIn(ms);
  }

  /** We made the Call-ID: between 2.1 and 4 s, in steps of 10 ms (RFC 3261 §14.1). */
  private glareMs(): number {
    return 2100 + 10 * Math.floor(this.deps.random() * 191);
  }

  private lost(): void {
    if (this.stopped) return;
    this.stop();
    this.deps.onLost();
  }
}
