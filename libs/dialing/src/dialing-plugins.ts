import type { DncOccasion, PacingStrategy } from '@marcador/plugin-api';
import type { AmdAnalysisPlan } from '@marcador/plugin-host/amd-analysis.js';
import type { DncVerdict } from '@marcador/plugin-host/guarded-dnc.js';
import type { WatchableTarget } from '@marcador/plugin-host/guarded-target.js';

/** The configured instances of extensions, guarded: what the engine knows of plugins. */
export interface DialingPlugins {
  dnc(instanceId: string): { check(number: string, occasion: DncOccasion): Promise<DncVerdict> };
  target(instanceId: string): Pick<WatchableTarget, 'watch'>;
  amd(instanceId: string): AmdAnalysisPlan;
  pacing(instanceId: string): PacingStrategy;
  /** Calls back when a strategy may answer something else than it did before. */
  onPacingChange(listener: () => void): void;
  /** How administrators named the instance. */
  name(instanceId: string): string | undefined;
}
