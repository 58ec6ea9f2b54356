/** Who answered a call, as its detector decided. */
export const ANSWERERS = ['HUMAN', 'MACHINE', 'UNDECIDED'] as const;

/** Who answered a call, as its detector decided. */
export type Answerer = (typeof ANSWERERS)[number];

/** By what machines are known: see `MachineKind` of the plugin API. */
export const MACHINE_KINDS = ['greeting', 'beep', 'fax', 'intercept', 'silence'] as const;

/** By what a machine was known. */
export type MachineKind = (typeof MACHINE_KINDS)[number];

/** What a call may count as of which the detector cannot tell. */
export const UNDECIDED_MEANINGS = ['PERSON', 'MACHINE'] as const;

/** What a call counts as of which the detector cannot tell whether a person or a machine answered. */
export type UndecidedMeans = (typeof UNDECIDED_MEANINGS)[number];
