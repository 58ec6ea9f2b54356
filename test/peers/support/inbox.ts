import type { ReadMessage } from './wire-message.js';

/** What a peer received and no test has asked for yet. */
export class Inbox<Source> {
  private readonly received: ReadMessage<Source>[] = [];
  private readonly waiting = new Set<{
    readonly fits: (message: ReadMessage<Source>) => boolean;
    readonly resolve: (message: ReadMessage<Source>) => void;
  }>();
  private readonly automatic = new Map<string, (message: ReadMessage<Source>) => void>();
  /** Everything that came, answered or not. */
  readonly log: ReadMessage<Source>[] = [];

  /** Handles every message that begins so, from now on, instead of keeping it. */
  always(start: string, handle: (message: ReadMessage<Source>) => void): void {
    this.automatic.set(start, handle);
  }

  /**
   * The next request of a method, or the next response with a status code.
   * @param cseq where an earlier one may be repeated: the CSeq of the one that is meant
   */
  next(start: string, cseq?: string): Promise<ReadMessage<Source>> {
    const fits = (message: ReadMessage<Source>) =>
      message.start === start && (cseq === undefined || message.header('cseq') === cseq);
    const index = this.received.findIndex(fits);
    const [kept] = index === -1 ? [] : this.received.splice(index, 1);
    if (kept !== undefined) return Promise.resolve(kept);
    return new Promise((resolve) => {
      this.waiting.add({ fits, resolve });
    });
  }

  take(message: ReadMessage<Source>): void {
    this.log.push(message);
    const automatic = this.automatic.get(message.start);
    if (automatic !== undefined) {
      automatic(message);
      return;
    }
    for (const waiter of this.waiting) {
      if (!waiter.fits(message)) continue;
      this.waiting.delete(waiter);
      waiter.resolve(message);
      return;
    }
    this.received.push(message);
  }
}
