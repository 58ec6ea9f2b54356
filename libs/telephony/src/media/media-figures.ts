/** How the audio of a call fared, for its call record. */
export interface MediaFigures {
  /** The name in SDP of what was sent; the peer may have used another one that was agreed. */
  readonly codec: string;
  /** Whether it was SRTP. */
  readonly encrypted: boolean;
  readonly packetsReceived: number;
  readonly packetsLost: number;
  /** The largest that the estimate of RFC 3550 §6.4.1 has been. */
  readonly jitterMs: number;
  readonly packetsSent: number;
  /** What the peer last reported of our audio; `null` without RTCP from it. */
  readonly remotePacketsLost: number | null;
  readonly remoteJitterMs: number | null;
  readonly roundTripMs: number | null;
}
