import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { TelephonyLog } from '../../log.js';

/** How many SIP messages were dropped without an answer since the start, by the reason. */
export interface RefusedMessages {
  /** Requests from addresses that are no peers. */
  readonly strangers: number;
  /** Requests of a peer above its rate. */
  readonly tooMany: number;
  /** Responses that belong to no request of ours. */
  readonly strayResponses: number;
  /** What is no SIP message. */
  readonly unreadable: number;
}

/** Nothing was dropped. */
export const NOTHING_REFUSED: RefusedMessages = {
  strangers: 0,
  tooMany: 0,
  strayResponses: 0,
  unreadable: 0,
};

const LOG_PERIOD_MS = 60_000;

/** Counts what is dropped, and tells of it once a minute at most. */
export class RefusalCounter {
  private readonly counts: { -readonly [reason in keyof RefusedMessages]: number } = { ...NOTHING_REFUSED };
  private told: RefusedMessages = NOTHING_REFUSED;
  private lastSource: string | undefined;
  private timer: Timer | undefined;
  private closed = false;

  constructor(
    private readonly clock: Clock,
    private readonly log: TelephonyLog,
  ) {}

  get refused(): RefusedMessages {
    return { ...this.counts };
  }

  count(reason: keyof RefusedMessages, source: string | undefined): void {
    this.counts[reason]++;
    this.lastSource = source ?? this.lastSource;
    if (this.timer === undefined && !this.closed) this.tell();
  }

  /** Tells nothing any more. */
  close(): void {
    this.closed = true;
    this.timer?.cancel();
  }

  /** At once of the first, and of all that follow within a minute at its end. */
  private tell(): void {
    const now = this.refused;
    const since = Object.fromEntries(
      Object.entries(now).map(([reason, count]) => [
        reason,
        count - this.told[reason as keyof RefusedMessages],
      ]),
    );
    this.timer = undefined;
    if (Object.values(since).every((count) => count === 0)) return;
    this.told = now;
    this.log.warn(
      { ...since, lastSource: this.lastSource },
      'SIP messages dropped: where they are from a platform of yours, add its address to telephony.peers',
    );
    this.timer = this.clock.setTimer(LOG_PERIOD_MS, () => this.tell());
  }
}
