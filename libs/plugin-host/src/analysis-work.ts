import { z } from 'zod';

const workSchema = z.object({
  frames: z.int().min(0),
  micros: z.number().min(0),
  maxMicros: z.number().min(0),
  isTooSlow: z.boolean(),
});

/** What the analysis of one call cost, up to its verdict. */
export interface AnalysisWork {
  /** Of 20 ms each. */
  readonly frames: number;
  /** All of them together. */
  readonly micros: number;
  /** The longest one. */
  readonly maxMicros: number;
  /** It was ended because its detector takes more time than it may. */
  readonly isTooSlow: boolean;
}

/** What came with a verdict from another thread; `undefined` for what is none. */
export function readWork(value: unknown): AnalysisWork | undefined {
  return z.object({ work: workSchema }).safeParse(value).data?.work;
}
