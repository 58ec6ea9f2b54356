/** What programs, such as the web UI, tell errors apart by. Stable: clients translate them. */
export const ERROR_CODES = [
  'bad-request',
  'validation-failed',
  'not-csv',
  'which-column',
  'no-numbers',
  'not-logged-in',
  'wrong-credentials',
  'forbidden',
  'password-change-required',
  'not-found',
  'name-taken',
  'stale-version',
  'not-allowed-now',
  'group-disabled',
  'last-master',
  'keeps-no-numbers',
  'tells-no-agents',
  'too-large',
  'wrong-type',
  'not-possible',
  'too-many-requests',
  'internal-error',
  'target-unreachable',
  'dnc-out-of-service',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];
