import type { ReadMessage } from './wire-message.js';

interface Received<Source> {
  readonly message: ReadMessage<Source>;
  /** Whether it is a request that came before, byte for byte. */
  readonly isRepeated: boolean;
}

/** What a peer received and no test has asked for yet. */
export class Inbox<Source> {
  private readonly received: Received<Source>[] = [];
  private readonly waiting = new Set<{
    readonly fits: (received: Received<Source>) => boolean;
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
   * The next request of a method, or the next response with a status code. A request that is sent again counts once: how
   * often that happens depends on how busy the machine is.
   * @param cseq where an earlier response may be repeated: the CSeq of the one that is meant
   */
  next(start: string, cseq?: string): Promise<ReadMessage<Source>> {
    return this.wait(
      ({ message, isRepeated }) =>
        message.start === start && !isRepeated && (cseq === undefined || message.header('cseq') === cseq),
    );
  }

  /** The next repetition of a request. */
  again(method: string): Promise<ReadMessage<Source>> {
    return this.wait(({ message, isRepeated }) => message.start === method && isRepeated);
  }

  take(message: ReadMessage<Source>): void {
    const isRequest = /\D/.test(message.start);
    const received = { message, isRepeated: isRequest && this.log.some(({ text }) => text === message.text) };
    this.log.push(message);
    const automatic = this.automatic.get(message.start);
    if (automatic !== undefined) {
      automatic(message);
      return;
    }
    for (const waiter of this.waiting) {
      if (!waiter.fits(received)) continue;
      this.waiting.delete(waiter);
      waiter.resolve(message);
      return;
    }
    this.received.push(received);
  }

  private wait(fits: (received: Received<Source>) => boolean): Promise<ReadMessage<Source>> {
    const index = this.received.findIndex(fits);
    const [kept] = index === -1 ? [] : this.received.splice(index, 1);
    if (kept !== undefined) return Promise.resolve(kept.message);
    return new Promise((resolve) => {
      this.waiting.add({ fits, resolve });
    });
  }
}
