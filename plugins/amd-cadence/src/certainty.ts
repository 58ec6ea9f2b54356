import type { AmdVerdict } from '@marcador/plugin-api';

/** How often these were right for the training clips. */
const OF_RULES = { tone: 0.97, 'silence-at-pick-up': 0.9, 'silence-after-first-speech': 0.85 } as const;

/**
 * How sure a verdict is, 0 (a guess) to 1.
 * @param machine how probable the model held a machine
 * @param sharpness see `Profile`
 */
export function certainty(
  { answeredBy, reason }: Pick<AmdVerdict, 'answeredBy' | 'reason'>,
  machine: number,
  sharpness: number,
): number {
  if (reason in OF_RULES) return OF_RULES[reason as keyof typeof OF_RULES];
  const odds = Math.log(machine / (1 - machine)) * sharpness;
  const probability = 1 / (1 + Math.exp(-odds));
  if (answeredBy === 'UNDECIDED') return 0;
  return answeredBy === 'MACHINE' ? probability : 1 - probability;
}
