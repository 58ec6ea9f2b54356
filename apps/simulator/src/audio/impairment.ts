/** What a network does to the audio that passes it. */
export interface Impairment {
  /** The share of packets that get lost, 0 to 1, each by chance. */
  readonly lossShare: number;
  /**
   * Standard deviation of the time that a packet takes, ms: normally distributed and independent of the packets around it,
   * which overtake each other when it is longer than the time between them.
   */
  readonly jitterMs: number;
}

/** Packets are neither faster nor slower than the mean by more standard deviations: the mean is so many. */
const MOST_DEVIATIONS = 4;

/**
 * What becomes of the next packet.
 * @param chance gives numbers from 0 to below 1; which packets are lost does not depend on the jitter
 * @returns how long it takes, ms; `undefined`: it is lost
 */
export function transitOf({ lossShare, jitterMs }: Impairment, chance: () => number): number | undefined {
  const isLost = chance() < lossShare;
  // Box and Muller's transform of two even chances into a normally distributed one.
  const deviations = Math.sqrt(-2 * Math.log(1 - chance())) * Math.cos(2 * Math.PI * chance());
  const kept = Math.max(-MOST_DEVIATIONS, Math.min(MOST_DEVIATIONS, deviations));
  return isLost ? undefined : jitterMs * (MOST_DEVIATIONS + kept);
}
