/**
 * The contract between Marcador and its plugins. Beside it a plugin may import `@marcador/plugin-http` only, which helps
 * with web services.
 *
 * A plugin is an npm package whose default export is what one of the `define*()` functions returns: a NestJS dynamic
 * module that declares one extension. Type in code, configured instances in the database: of one type an
 * installation keeps as many instances as it likes.
 *
 * All durations are milliseconds unless a name says otherwise. Phone numbers are E.164 digits without `+`.
 */
export { API_VERSION, speaksApi } from './version.js';
export { secret, isSecret } from './config.js';
export type { ConfigSchema } from './config.js';
export type { HealthReport, NumberSet, PluginHost, PluginLog } from './host.js';
export type { ExtensionDefinition, ExtensionKind, ExtensionPlugin, Instance } from './extension.js';
export { definitionOf } from './extension.js';
export type { DncAnswer, DncContext, DncOccasion, DncProvider, DncRequest } from './dnc-provider.js';
export { defineDncProvider } from './dnc-provider.js';
export type {
  AgentState,
  BusyAgents,
  DialQueue,
  DialTarget,
  QueueAgent,
  QueueObserver,
  QueueSnapshot,
} from './dial-target.js';
export { defineDialTarget } from './dial-target.js';
export type {
  AmdAnalysis,
  AmdDetector,
  AmdExplanation,
  AmdOptions,
  AmdReason,
  AmdVerdict,
  GreetingEnd,
  MachineKind,
} from './amd-detector.js';
export { defineAmdDetector } from './amd-detector.js';
export type { PacingState, PacingStrategy } from './pacing-strategy.js';
export { definePacingStrategy } from './pacing-strategy.js';
