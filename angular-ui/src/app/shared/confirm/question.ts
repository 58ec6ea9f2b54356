/** A question whose answer cannot be taken back. Texts are keys. */
export interface Question {
  readonly title: string;
  readonly text: string;
  /** What else to know, one below the other. */
  readonly points?: readonly string[];
  readonly params?: Readonly<Record<string, unknown>>;
  /** What the button says that does it. */
  readonly action: string;
  /** Whether something is lost by it. */
  readonly isDestructive?: boolean;
}
