/** Whatever a transferred call can reach: a queue of the contact center, a service of the voice portal. */
export interface Pilot {
  readonly queueId: string;
  /**
   * Takes the caller, who is told what becomes of it, possibly before this returns.
   * @returns lets the caller leave, whatever state the call is in
   */
  receive(caller: TransferredCaller): () => void;
}

/** A person who has been sent to a pilot number. */
export interface TransferredCaller {
  readonly callId: string;
  /** An agent is being rung (180), or the caller waits for one (182). */
  progress(code: 180 | 182): void;
  /** An agent or a channel took the call. */
  connected(): void;
  /** Nobody will; the call stays with whoever sent it. */
  refused(code: 480 | 486): void;
}
