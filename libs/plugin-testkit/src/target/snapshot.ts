import type { QueueSnapshot } from '@marcador/plugin-api';
import { must, shown } from '../rule.js';
import type { QueueRecorder } from './queue-recorder.js';
import type { Agents } from './target-subject.js';

/** Whether it says exactly this: who is free, and how many are logged on. */
export function tells(report: QueueSnapshot | string, agents: Agents): boolean {
  if (typeof report === 'string') return false;
  const free = freeOf(agents);
  return (
    report.loggedOn === Object.keys(agents).length &&
    report.free.length === free.length &&
    free.every((id) => report.free.includes(id))
  );
}

/** Ids of those who are free. */
function freeOf(agents: Agents): string[] {
  return Object.keys(agents).filter((id) => agents[id] === 'free');
}

/** @throws Error when a report is none, or does not add up */
export function assertSound({ reports, snapshots }: QueueRecorder): void {
  for (const report of reports)
    must(
      typeof report === 'object' || (typeof report === 'string' && report.trim() !== ''),
      `A report is ${shown(report)}: unreachable() takes a sentence.`,
    );
  for (const snapshot of snapshots) {
    const { free, loggedOn, busy } = snapshot;
    const told = shown(snapshot);
    must(
      Array.isArray(free) && free.every((id) => typeof id === 'string'),
      `The ids of free agents are texts: ${told}.`,
    );
    must(new Set(free).size === free.length, `An agent is free twice: ${told}.`);
    must(isCount(loggedOn), `loggedOn is a whole number, 0 or more: ${told}.`);
    must(free.length <= loggedOn, `More agents are free than are logged on: ${told}.`);
    if (busy === undefined) continue;
    const counts = [busy.talking, busy.wrapUp, busy.unavailable];
    must(counts.every(isCount), `Counts of busy agents are whole numbers, 0 or more: ${told}.`);
    const sum = counts.reduce((total, each) => total + each, 0);
    must(free.length + sum <= loggedOn, `More agents are free or busy than are logged on: ${told}.`);
  }
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
