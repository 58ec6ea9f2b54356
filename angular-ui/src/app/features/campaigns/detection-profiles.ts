/** Of the built-in detectors, the one that a campaign has which chooses none. */
export const STANDARD_PROFILE = 'Balanced';

/** The built-in detectors from the hastiest to the most certain, and what was there before them. */
const PROFILES = ['Fast', STANDARD_PROFILE, 'Accurate', 'Cadence'];

/** The built-in profiles first, in their order, then what somebody made. */
export function inOrder<T extends { readonly name: string }>(detectors: readonly T[]): T[] {
  const place = ({ name }: T) => (PROFILES.includes(name) ? PROFILES.indexOf(name) : PROFILES.length);
  return [...detectors].sort((a, b) => place(a) - place(b));
}

/** The key of the sentence on how sure a detector is, and how long it listens. */
export function sentenceOf({ name }: { readonly name: string }): string {
  return `campaign.profile.${PROFILES.includes(name) ? name : 'custom'}`;
}
