import type { AmdOutcome } from './amd-gate.js';
import type { CallVerdict } from './amd-verdict.js';

/** The analyser's module lies beside what is built of this one; media workers load it, whoever runs this. */
const ANALYSER = new URL('../dist/amd-analyser.js', import.meta.url).href;

/** What an analysis needs to know of a configured detector: JSON. */
export interface AmdAnalyserInput {
  /** URL of the plugin's module. */
  readonly module: string;
  readonly type: string;
  readonly instanceId: string;
  /** As saved; it has passed the schema. */
  readonly config: unknown;
}

/** How a call is analysed by a detector: in a media worker, or not at all because the verdict stands already. */
export type AmdAnalysisPlan =
  | {
      readonly kind: 'listen';
      readonly task: { readonly module: string; readonly input: AmdAnalyserInput; readonly limitMs: number };
      /** Has to be told what became of it, once. */
      readonly ended: (outcome: AmdOutcome) => void;
    }
  | { readonly kind: 'decided'; readonly verdict: CallVerdict };

/**
 * Lets a media worker analyse.
 * @param limitMs how long it may listen
 * @param ended is told what became of it
 */
export function listenWith(
  input: AmdAnalyserInput,
  limitMs: number,
  ended: (outcome: AmdOutcome) => void = () => {},
): AmdAnalysisPlan {
  return { kind: 'listen', task: { module: ANALYSER, input, limitMs }, ended };
}
