/** How a node dials; the same for all campaigns. */
export interface DialingSettings {
  /** Names this node in claims and call records. */
  readonly nodeName: string;
  /** How long a phone may ring, ms from the INVITE. */
  readonly ringTimeoutMs: number;
  /** What a minute of a campaign's retry-after time lasts, ms. Only the sandbox shortens it. */
  readonly retryMinuteMs: number;
  /** How long after a hand-over an agent of the queue may take to be seen taking the call, ms. */
  readonly handOverGraceMs: number;
  /** How long a machine's greeting may go on, ms from the verdict, before no message is left there. */
  readonly greetingLimitMs: number;
  /**
   * How long a call may go on in the network after its process was killed, ms: it rings until the network's Timer C
   * (RFC 3261 §16.6) runs out. Until then nobody calls its number; its retry-after time counts from there.
   */
  readonly abandonedCallMs: number;
}
