import type { DialTarget } from '@marcador/plugin-api';
import { declarationRules, lifeRules, outageRules } from '../common-rules.js';
import { describeRules, type Rule, type TestRunner } from '../rule.js';
import { targetOutageRules } from './target-outage-rules.js';
import { targetServiceRules } from './target-service-rules.js';
import { experimentOf, type TargetSubject, type TargetWorld } from './target-subject.js';
import { targetWatchRules, watched } from './target-watch-rules.js';

/** The rules of the contract for dial targets as tests of Jest, Vitest or, with its `describe` and `it`, node:test. */
export function describeDialTarget(name: string, subject: TargetSubject, runner?: TestRunner): void {
  describeRules(name, dialTargetRules(subject), runner);
}

/** The rules that {@link describeDialTarget} makes tests of. */
export function dialTargetRules(subject: TargetSubject): Rule[] {
  const experiment = experimentOf(subject);
  const { queueIds, faults } = subject.outside;
  const [queueId] = queueIds;
  return [
    ...declarationRules('dial-target', experiment, subject.refused),
    ...targetServiceRules(experiment, queueIds),
    ...lifeRules<DialTarget, TargetWorld>(experiment, async (lab) => {
      await lab.instance.queues(new AbortController().signal);
      await watched(lab, queueId).recorder.until(() => true, 'A watch has to report.');
    }),
    ...targetWatchRules(experiment, queueIds),
    ...outageRules<DialTarget, TargetWorld>(experiment, faults),
    ...targetOutageRules(experiment, queueId, faults),
  ];
}
