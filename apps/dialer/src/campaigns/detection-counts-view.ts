import type { SubReason } from '@marcador/domain/lead-status.js';
import type { DetectedCalls } from '@marcador/persistence/call-records/detection-counts.js';
import { NO_VERDICT_REASONS } from '@marcador/plugin-host/amd-verdict.js';
import type { DetectionCountsView, MessageCountsView } from './detection.dto.js';

const MESSAGES: Readonly<Partial<Record<SubReason, keyof MessageCountsView>>> = {
  'message-left': 'left',
  'message-cut-off': 'cutOff',
  'greeting-too-long': 'greetingTooLong',
  'message-failed': 'failed',
};
const UNHEARD: readonly (string | null)[] = NO_VERDICT_REASONS;

/** Sums up what is counted by verdict, reason and end of the call. */
export function detectionCountsView(counted: readonly DetectedCalls[]): DetectionCountsView {
  const view: DetectionCountsView = {
    calls: 0,
    persons: 0,
    machines: { greeting: 0, beep: 0, fax: 0, intercept: 0, silence: 0, unknown: 0 },
    undecided: 0,
    unheard: 0,
    messages: { left: 0, cutOff: 0, greetingTooLong: 0, failed: 0 },
  };
  for (const { answeredBy, machine, reason, subReason, calls } of counted) {
    view.calls += calls;
    if (answeredBy === 'MACHINE') view.machines[machine ?? 'unknown'] += calls;
    else if (answeredBy === 'UNDECIDED') view.undecided += calls;
    else if (UNHEARD.includes(reason)) view.unheard += calls;
    else view.persons += calls;
    const message = subReason === null ? undefined : MESSAGES[subReason];
    if (message !== undefined) view.messages[message] += calls;
  }
  return view;
}
