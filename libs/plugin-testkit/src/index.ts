/**
 * The rules of `@marcador/plugin-api` as tests that authors run on their plugins, and fakes of the outside.
 *
 * `describe…` makes tests of the rules; the `…Rules` functions give the rules themselves, to be run by other means.
 */
export type { Rule, RuleResult, TestRunner } from './rule.js';
export { runRules } from './rule.js';
export type { World } from './world.js';
export { NO_ANSWER } from './world.js';
export type { DncOutside, DncSubject } from './dnc/dnc-subject.js';
export { describeDncProvider, dncProviderRules } from './dnc/dnc-provider.js';
export type { DncWebServiceOptions } from './dnc/dnc-web-service.js';
export { dncWebService } from './dnc/dnc-web-service.js';
export { uploadedNumbers } from './dnc/uploaded-numbers.js';
export { MemoryNumbers } from './memory-numbers.js';
export type { TlsKeys, WebQuestion, WebReply } from './web-service.js';
export { FakeWebService, json } from './web-service.js';
export { WEB_FAULTS, WebFaults } from './web-faults.js';
export type { Agents, TargetOutside, TargetSubject, TargetWorld } from './target/target-subject.js';
export { describeDialTarget, dialTargetRules } from './target/dial-target.js';
export type { AmdSubject } from './amd/amd-detector.js';
export { amdDetectorRules, describeAmdDetector } from './amd/amd-detector.js';
export type { PacingSubject } from './pacing/pacing-strategy.js';
export { describePacingStrategy, pacingStrategyRules } from './pacing/pacing-strategy.js';
export type { PackagedSubject } from './packaged-rules.js';
export { packagedRules } from './packaged-rules.js';
