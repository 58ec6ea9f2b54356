/**
 * How the audio of a call fared, for its call record: what our end counted over the whole call, early media included,
 * and what the peer's receiver reports (RFC 3550 §6.4.2) said last of what we sent. `null` is what nobody measured.
 */
export interface MediaFigures {
  /** The name in SDP of what was sent; the peer may have used another one that was agreed. */
  readonly codec: string;
  /** Whether it was SRTP. */
  readonly encrypted: boolean;
  readonly packetsSent: number;
  /** Of RTP, duplicates included. */
  readonly packetsReceived: number;
  /**
   * Expected, by the sequence numbers from the first to the highest, less received (RFC 3550 §6.4.1, appendix A.3), but
   * not below 0. `null` when none came: then nobody knows how many were sent.
   */
  readonly packetsLost: number | null;
  /** The largest that the estimate of RFC 3550 §6.4.1 (appendix A.8) has been. `null` before a second packet. */
  readonly jitterMs: number | null;
  /** Of ours, as the peer reported; `null` without RTCP from it. */
  readonly remotePacketsLost: number | null;
  /** The peer's estimate as it was in its last report. */
  readonly remoteJitterMs: number | null;
  /** To the peer and back, without the time it took to answer (RFC 3550 §6.4.1). */
  readonly roundTripMs: number | null;
}
