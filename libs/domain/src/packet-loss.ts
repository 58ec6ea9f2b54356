/**
 * The share of the expected packets that did not arrive, as the fraction lost of RFC 3550 §6.4.1 but of a whole call.
 * @param received duplicates included
 * @param lost not below 0; `null` when it is not known
 * @returns 0 to 1; `null` when it is not known
 */
export function lossShare(received: number | null, lost: number | null): number | null {
  if (received === null || lost === null) return null;
  const expected = received + lost;
  return expected === 0 ? null : lost / expected;
}
