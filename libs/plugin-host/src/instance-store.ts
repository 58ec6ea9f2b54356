import type { NumberSet } from '@marcador/plugin-api';
import type { Reason } from './reason.js';

/** A configured instance as it is stored: a type in code, its values in the database. */
export interface InstanceRow {
  /** UUID, stable for the life of the instance. */
  readonly id: string;
  /** An `ExtensionKind`; a row whose kind no plugin has is kept out of service. */
  readonly kind: string;
  /** The id of the extension within its kind. */
  readonly type: string;
  /** How administrators call it. */
  readonly name: string;
  /** The values, secrets included, as they passed the schema when they were saved. */
  readonly config: unknown;
  /**
   * How long clear answers of a do-not-call service are used again, minutes. Those of types that keep numbers are not: they
   * answer from memory, by the list as it is now.
   * @default 0 each question is asked
   */
  readonly keepAnswersMinutes?: number;
  /** Why the values must not be used, where some of them cannot be read: it is out of service then. */
  readonly fault?: Reason;
}

/** Where the configured instances are kept. The host only reads. */
export interface InstanceStore {
  all(): Promise<readonly InstanceRow[]>;
  find(id: string): Promise<InstanceRow | undefined>;
}

/** Where the uploaded numbers of instances are kept, for types that declare `keepsNumbers`. */
export interface NumberSets {
  forInstance(instanceId: string): NumberSet;
}
