import type { Stale } from '../../core/api/problem';

/** How the fields of an object are told to people. */
export interface FieldWords {
  /** Key of the field's name. */
  readonly labelOf: (field: string) => string;
  /** A value as it is shown; texts, not keys. */
  readonly textOf: (field: string, value: unknown) => string;
}

export interface StaleDialogData {
  readonly stale: Stale;
  readonly words: FieldWords;
}
