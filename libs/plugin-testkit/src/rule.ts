/** One rule of the contract, as a test. */
export interface Rule {
  /** Short and stable, such as `fails-closed`; several rules of a suite may be of one id, one for each fault. */
  readonly id: string;
  /** The rule in words, as a test is named. */
  readonly name: string;
  /** Rejects with a sentence that says how the plugin breaks the rule. */
  run(): Promise<void>;
}

/** What came of a rule. */
export interface RuleResult {
  readonly rule: Rule;
  /** How the plugin breaks the rule; absent where it keeps it. */
  readonly broken?: Error;
}

/** `describe` and `it` as Jest, Vitest and node:test have them. */
export interface TestRunner {
  readonly describe: (name: string, register: () => void) => unknown;
  readonly it: (name: string, run: () => Promise<void>, timeoutMs?: number) => unknown;
}

/** Beyond whatever the patience of a rule adds up to: a rule that is broken says so itself. */
const TEST_TIMEOUT_MS = 120_000;

/**
 * Makes each rule a test.
 * @param runner where the globals are none: `import { describe, it } from 'node:test'`
 * @throws Error when there is neither
 */
export function describeRules(name: string, rules: readonly Rule[], runner = globalRunner()): void {
  runner.describe(name, () => {
    for (const rule of rules) runner.it(rule.name, () => rule.run(), TEST_TIMEOUT_MS);
  });
}

/** Runs rules one after the other. */
export async function* runRules(rules: readonly Rule[]): AsyncGenerator<RuleResult> {
  for (const rule of rules) {
    try {
      await rule.run();
      yield { rule };
    } catch (error) {
      yield { rule, broken: error instanceof Error ? error : new Error(String(error)) };
    }
  }
}

/** @throws Error with the sentence unless the condition holds */
export function must(condition: boolean, sentence: string): asserts condition {
  if (!condition) throw new Error(sentence);
}

/** A value as a sentence about it shows it. */
export function shown(value: unknown): string {
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 300);
  } catch {
    return String(value);
  }
}

function globalRunner(): TestRunner {
  const { describe, it } = globalThis as Partial<TestRunner>;
  if (describe === undefined || it === undefined)
    throw new Error('There is no global describe and it: hand over { describe, it } of your test runner.');
  return { describe, it };
}
