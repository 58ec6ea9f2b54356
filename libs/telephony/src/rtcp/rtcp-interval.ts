/** The least between reports in the mean, ms, and what brings the mean of the reconsidered times back to it. */
const MINIMUM_MS = 5000;
const COMPENSATION = Math.E - 1.5;
/** RTCP's share of the session's 64 kbit/s with headers: a twentieth of 80 kbit/s, in bytes a ms. */
const BYTES_PER_MS = 0.5;

/**
 * When the next report is due, ms from now, for two members (RFC 3550 §6.2, §6.3.1). With two the bandwidth asks for
 * less than the minimum ever: that decides, halved before the first report.
 * @param averageBytes of compound packets, with their UDP and IP headers
 * @param random 0 ≤ n < 1
 */
export function rtcpInterval(averageBytes: number, initial: boolean, random: number): number {
  const minimum = initial ? MINIMUM_MS / 2 : MINIMUM_MS;
  const deterministic = Math.max(minimum, (2 * averageBytes) / BYTES_PER_MS);
  return (deterministic * (random + 0.5)) / COMPENSATION;
}
