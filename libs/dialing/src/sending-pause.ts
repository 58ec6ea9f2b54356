import { message } from '@marcador/messages/message.js';
import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { Log } from '@marcador/platform/logging.js';
import { because, type Reason } from '@marcador/plugin-host/reason.js';
import type { NotSent } from '@marcador/telephony/dialer-port.js';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30_000;

/** INVITEs cannot leave this host. */
export interface SendingFault extends Reason {
  readonly since: Date;
  /** When it is tried again. */
  readonly until: Date;
}

/**
 * After an INVITE could not leave (no route, no free RTP port) no call begins for a pause, which grows until one leaves:
 * a broken network must not send every lead through database and do-not-call service again and again.
 */
export class SendingPause {
  private current: SendingFault | undefined;
  private pauseMs = FIRST_PAUSE_MS;
  private timer: Timer | undefined;

  /** @param onEnd is called when a pause is over */
  constructor(
    private readonly clock: Clock,
    private readonly log: Log,
    private readonly onEnd: () => void,
  ) {}

  /** The fault because of which no call may begin now. */
  get fault(): SendingFault | undefined {
    return this.timer === undefined ? undefined : this.current;
  }

  /** An INVITE could not leave. Those prepared before the pause may still report into it. */
  failed({ lacks, message: cause }: NotSent): void {
    const reason = because(message(lacks === 'audio' ? 'no-audio-for-call' : 'no-way-for-call', { cause }));
    const now = this.clock.now();
    const until =
      this.timer === undefined ? new Date(now.getTime() + this.pauseMs) : (this.current?.until ?? now);
    this.current = { since: this.current?.since ?? now, until, ...reason };
    if (this.timer !== undefined) return;
    this.log.error(
      { reason: reason.reason, pauseMs: this.pauseMs },
      'A call could not leave this host: no call for a while',
    );
    this.timer = this.clock.setTimer(this.pauseMs, () => {
      this.timer = undefined;
      this.onEnd();
    });
    this.pauseMs = Math.min(2 * this.pauseMs, LONGEST_PAUSE_MS);
  }

  /** An INVITE left. */
  worked(): void {
    if (this.timer !== undefined) return;
    this.current = undefined;
    this.pauseMs = FIRST_PAUSE_MS;
  }

  close(): void {
    this.timer?.cancel();
  }
}
