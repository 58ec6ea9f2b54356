/** What the host gives to each configured instance of an extension. */
export interface PluginHost {
  /** The id of the configured instance (a UUID), stable over restarts. */
  readonly instanceId: string;
  /** Structured log of the instance. Never log a whole phone number above `debug`: it is personal data. */
  readonly log: PluginLog;
  /**
   * The durable set of phone numbers that administrators upload for this instance.
   *
   * It exists for extensions whose definition says `keepsNumbers: true`; for others every member throws.
   */
  readonly numbers: NumberSet;
}

/** Structured log: an object of fields, then a message. */
export interface PluginLog {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * A durable set of E.164 numbers owned by one configured instance.
 *
 * Guaranteed: a member resolves only when its effect is durable; `replace` is atomic (the old set answers until the
 * new one is whole, and stays when the upload fails). Not guaranteed: that a number added while `has` is under way
 * is seen by it.
 *
 * Administrators may upload numbers to the set at the same time. Neither disturbs the other: what is complete last changes
 * the set last.
 */
export interface NumberSet {
  /** Whether the set holds the number. Rejects when the store cannot be asked: never take that for "no". */
  has(number: string): Promise<boolean>;
  /** How many distinct numbers the set holds. */
  count(): Promise<number>;
  /** The day that its numbers are of, `YYYY-MM-DD`; `undefined`: not known, or nothing was ever uploaded. */
  listDate(): Promise<string | undefined>;
  /**
   * Adds numbers; those already present are left. Resolves with how many were new. Rejects when they are 100,000 or more and
   * two uploads are under way: try again later.
   */
  add(numbers: AsyncIterable<string> | Iterable<string>): Promise<number>;
  /** Puts the numbers in place of all former ones. Resolves with how many distinct ones there are now; rejects as `add`. */
  replace(numbers: AsyncIterable<string> | Iterable<string>): Promise<number>;
}

/** How an instance fares, for the "Test" button, for health and for the operators. */
export interface HealthReport {
  healthy: boolean;
  /** One sentence for an administrator: what is wrong and what to do, or what answered. Shown as it is. */
  message: string;
}
