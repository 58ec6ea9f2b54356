import type { TelephonyLog } from '../log.js';
import type { Analyser, AnalysisTask, CreateAnalyser } from './analysis.js';

/** Changed configurations leave analysers behind; beyond so many all are made anew. */
const MOST_ANALYSERS = 64;

/** The analysers of a thread: each module is loaded once, each input gets one analyser. */
export class Analysers {
  private readonly made = new Map<string, Promise<Analyser>>();

  constructor(private readonly log: TelephonyLog) {}

  /** @throws what loading or making it rejects with; the next task tries again */
  of({ module, input }: AnalysisTask): Promise<Analyser> {
    const key = `${module} ${JSON.stringify(input)}`;
    const known = this.made.get(key);
    if (known !== undefined) return known;
    if (this.made.size >= MOST_ANALYSERS) this.made.clear();
    const analyser = this.make(module, input);
    this.made.set(key, analyser);
    analyser.catch(() => this.made.delete(key));
    return analyser;
  }

  private async make(module: string, input: unknown): Promise<Analyser> {
    const { createAnalyser } = (await import(module)) as { readonly createAnalyser?: CreateAnalyser };
    if (typeof createAnalyser !== 'function') throw new Error(`${module} exports no createAnalyser`);
    return createAnalyser(input, { ...this.log, error: (...entry) => this.log.warn(...entry) });
  }
}
