/** What of a detector says whether it is one of those that are there from the start. */
interface Detector {
  readonly name: string;
  readonly builtIn: boolean;
}

/** What was there before there were profiles. */
const FORMER = 'Cadence';
/** Of the built-in detectors, the one that a campaign has which chooses none. */
const STANDARD = 'Balanced';

/** The built-in detectors from the hastiest to the most certain. */
const PROFILES = ['Fast', STANDARD, 'Accurate', FORMER];

/** The built-in profiles first, in their order, then what somebody made. */
export function inOrder<T extends Detector>(detectors: readonly T[]): T[] {
  const place = (detector: T) => (isProfile(detector) ? PROFILES.indexOf(detector.name) : PROFILES.length);
  return [...detectors].sort((a, b) => place(a) - place(b));
}

/** The one that a campaign begins with; another where somebody had taken its name before it was built in. */
export function standardOf<T extends Detector>(detectors: readonly T[]): T | undefined {
  const builtIns = detectors.filter(({ builtIn }) => builtIn);
  const named = (wanted: string) => builtIns.find(({ name }) => name === wanted);
  return named(STANDARD) ?? named(FORMER) ?? builtIns[0] ?? detectors[0];
}

/** The key of the sentence on how soon and how surely a detector decides. */
export function sentenceOf(detector: Detector): string {
  return `detectors.profile.${isProfile(detector) ? detector.name : 'custom'}`;
}

function isProfile({ name, builtIn }: Detector): boolean {
  return builtIn && PROFILES.includes(name);
}
