/** Loaded in media workers: makes a plugin's detector, behind its guard. */
import type { AmdDetector, AmdOptions, PluginLog } from '@marcador/plugin-api';
import type { AmdAnalyserInput } from './amd-analysis.js';
import type { CallVerdict } from './amd-verdict.js';
import type { AnalysisWork } from './analysis-work.js';
import { guardAmd, type GuardedAnalysis } from './guarded-amd.js';
import { hostFor } from './instance-host.js';
import { loadDefinition, noNumbers } from './plugin-module.js';

/** A verdict, and what it cost. */
export type MeasuredVerdict = CallVerdict & { readonly work: AnalysisWork };

/** A detector whose verdicts tell what they cost. */
export interface MeasuredDetector {
  analyse(options?: AmdOptions): MeasuredAnalysis;
}

/** As {@link GuardedAnalysis}. */
export interface MeasuredAnalysis extends Pick<GuardedAnalysis, 'pushGreeting'> {
  push(samples: Int16Array): MeasuredVerdict | undefined;
  finish(): MeasuredVerdict;
}

/**
 * A configured detector in this thread.
 * @param input an {@link AmdAnalyserInput}
 * @throws Error when the module has no such detector, or what its `create` throws
 */
export async function createAnalyser(input: unknown, log: PluginLog): Promise<MeasuredDetector> {
  const { module, type, instanceId, config } = input as AmdAnalyserInput;
  const definition = await loadDefinition(module, 'amd-detector', type);
  const host = hostFor(instanceId, definition, { forInstance: () => noNumbers }, log);
  const detector = guardAmd(definition.create(definition.config.parse(config), host) as AmdDetector, log);
  return { analyse: (options) => measured(detector.analyse(options)) };
}

function measured(analysis: GuardedAnalysis): MeasuredAnalysis {
  const told = (verdict: CallVerdict) => ({ ...verdict, work: analysis.work });
  const { pushGreeting } = analysis;
  return {
    push(samples) {
      const verdict = analysis.push(samples);
      return verdict && told(verdict);
    },
    finish: () => told(analysis.finish()),
    ...(pushGreeting && { pushGreeting }),
  };
}
