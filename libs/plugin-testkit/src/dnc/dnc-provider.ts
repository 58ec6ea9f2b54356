import type { DncProvider } from '@marcador/plugin-api';
import { declarationRules, lifeRules, outageRules } from '../common-rules.js';
import type { Experiment } from '../lab.js';
import { describeRules, type Rule, type TestRunner } from '../rule.js';
import type { World } from '../world.js';
import { checked, dncAnswerRules, type KnownNumbers } from './dnc-answer-rules.js';
import { dncOutageRules } from './dnc-outage-rules.js';
import { CLEAR, experimentOf, LISTED, type DncSubject } from './dnc-subject.js';

/**
 * The rules of the contract for do-not-call providers as tests of Jest, Vitest or, with its `describe` and `it`, node:test.
 */
export function describeDncProvider(name: string, subject: DncSubject, runner?: TestRunner): void {
  describeRules(name, dncProviderRules(subject), runner);
}

/** The rules that {@link describeDncProvider} makes tests of. */
export function dncProviderRules(subject: DncSubject): Rule[] {
  const experiment = experimentOf(subject);
  const { faults } = subject.outside;
  return [
    ...declarationRules('dnc-provider', experiment, subject.refused),
    ...dncServiceRules(experiment, { listed: LISTED, clear: CLEAR }),
    ...outageRules<DncProvider, World>(experiment, faults),
    ...dncOutageRules(experiment, faults),
  ];
}

/** Those that need no more than a service that works, so that they can be tried on a real one. */
export function dncServiceRules(experiment: Experiment<World>, numbers: KnownNumbers): Rule[] {
  const [number] = [...numbers.clear, ...numbers.listed];
  return [
    ...dncAnswerRules(experiment, numbers),
    ...lifeRules<DncProvider, World>(experiment, async (lab) => {
      if (number !== undefined) await checked(lab, number);
    }),
  ];
}
