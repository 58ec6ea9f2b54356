import type { QueueObserver, QueueSnapshot } from '@marcador/plugin-api';
import { comesToHold } from '../patience.js';
import { must, shown } from '../rule.js';

/** What a target has reported of one queue: snapshots, and why there is none. */
export class QueueRecorder {
  readonly reports: (QueueSnapshot | string)[] = [];

  readonly observer: QueueObserver = {
    update: (snapshot) => void this.reports.push(snapshot),
    unreachable: (reason) => void this.reports.push(reason instanceof Error ? reason.message : reason),
  };

  constructor(private readonly patienceMs: number) {}

  get last(): QueueSnapshot | string | undefined {
    return this.reports.at(-1);
  }

  get snapshots(): readonly QueueSnapshot[] {
    return this.reports.filter((report) => typeof report !== 'string');
  }

  /**
   * Waits until the last report holds, and goes on holding once all that is under way has come.
   * @throws Error with the sentence and what was reported in its place
   */
  async until(holds: (report: QueueSnapshot | string) => boolean, sentence: string): Promise<void> {
    const held = () => this.last !== undefined && holds(this.last);
    const came = await comesToHold(held, this.patienceMs);
    must(came, `${sentence} It says ${this.last === undefined ? 'nothing' : shown(this.last)}.`);
  }
}
