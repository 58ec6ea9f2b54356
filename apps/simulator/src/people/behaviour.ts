/** What happens when a number is called. */
export type Behaviour =
  | {
      readonly kind: 'person';
      readonly manner: 'talkative' | 'terse';
      readonly answers: 'soon' | 'late';
      readonly hangsUp: 'when-kept-waiting' | 'at-once' | 'during-the-transfer';
    }
  | { readonly kind: 'machine'; readonly greeting: 'voicemail-pt' | 'voicemail-es' | 'none' }
  | {
      readonly kind: 'rejection';
      readonly status: number;
      readonly q850Cause: number;
      /** Whether it rings first. */
      readonly rings: boolean;
      readonly retryAfterSeconds?: number;
    }
  | { readonly kind: 'no-answer' };

/** A row of the table of people: the numbers whose last two digits lie between `from` and `to`. */
export interface BehaviourRow {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** What one meets there, for the README. */
  readonly description: string;
  readonly behaviour: Behaviour;
}

const person = {
  kind: 'person',
  manner: 'talkative',
  answers: 'soon',
  hangsUp: 'when-kept-waiting',
} as const;

/** Everybody who can be called, by the last two digits of the number. Most are people who answer. */
export const BEHAVIOURS: readonly BehaviourRow[] = [
  {
    name: 'person',
    from: 0,
    to: 39,
    description: 'says hello, waits, asks who is calling',
    behaviour: person,
  },
  {
    name: 'terse-person',
    from: 40,
    to: 49,
    description: 'says one word and waits',
    behaviour: { ...person, manner: 'terse' },
  },
  {
    name: 'voicemail-pt',
    from: 50,
    to: 54,
    description: 'voicemail: a long greeting in Portuguese, beep, records',
    behaviour: { kind: 'machine', greeting: 'voicemail-pt' },
  },
  {
    name: 'voicemail-es',
    from: 55,
    to: 59,
    description: 'voicemail: a shorter greeting in Spanish, beep, records',
    behaviour: { kind: 'machine', greeting: 'voicemail-es' },
  },
  {
    name: 'silent-machine',
    from: 60,
    to: 61,
    description: 'answers and never says a word',
    behaviour: { kind: 'machine', greeting: 'none' },
  },
  {
    name: 'busy',
    from: 62,
    to: 69,
    description: '486, without ringing',
    behaviour: { kind: 'rejection', status: 486, q850Cause: 17, rings: false },
  },
  {
    name: 'declined',
    from: 70,
    to: 73,
    description: 'rings, then 603',
    behaviour: { kind: 'rejection', status: 603, q850Cause: 21, rings: true },
  },
  {
    name: 'no-answer',
    from: 74,
    to: 79,
    description: 'rings until the caller gives up',
    behaviour: { kind: 'no-answer' },
  },
  {
    name: 'unavailable',
    from: 80,
    to: 81,
    description: '503',
    behaviour: { kind: 'rejection', status: 503, q850Cause: 38, rings: false },
  },
  {
    name: 'unavailable-for-a-while',
    from: 82,
    to: 83,
    description: '503 with Retry-After: 5',
    behaviour: { kind: 'rejection', status: 503, q850Cause: 42, rings: false, retryAfterSeconds: 5 },
  },
  {
    name: 'bad-number',
    from: 84,
    to: 86,
    description: '404',
    behaviour: { kind: 'rejection', status: 404, q850Cause: 1, rings: false },
  },
  {
    name: 'not-reachable',
    from: 87,
    to: 89,
    description: 'rings, then 480',
    behaviour: { kind: 'rejection', status: 480, q850Cause: 19, rings: true },
  },
  {
    name: 'late-person',
    from: 90,
    to: 93,
    description: 'rings long, then is as the first',
    behaviour: { ...person, answers: 'late' },
  },
  {
    name: 'leaves-in-transfer',
    from: 94,
    to: 96,
    description: 'as the first, but hangs up as soon as the call is being transferred',
    behaviour: { ...person, hangsUp: 'during-the-transfer' },
  },
  {
    name: 'leaves-at-once',
    from: 97,
    to: 99,
    description: 'answers and hangs up right away',
    behaviour: { ...person, manner: 'terse', hangsUp: 'at-once' },
  },
];

/** Whom the number reaches. One with fewer than two digits does not exist. */
export function rowOf(number: string): BehaviourRow {
  const ending = /^\d*\d\d$/.test(number) ? Number(number.slice(-2)) : NO_SUCH_NUMBER;
  const row = BEHAVIOURS.find(({ from, to }) => from <= ending && ending <= to);
  if (row === undefined) throw new Error(`No behaviour is declared for numbers that end in ${ending}.`);
  return row;
}

const NO_SUCH_NUMBER = 84;

/** What happens when the number is called: it depends on the number's last two digits alone. */
export function behaviourOf(number: string): Behaviour {
  return rowOf(number).behaviour;
}
