import type { QueueSnapshot } from '@marcador/plugin-api';

/** What a watch reports, taken out one after another; the plugin-testkit's recorder waits for what it comes to instead. */
export class QueueReports {
  readonly reports: (QueueSnapshot | string)[] = [];
  private wake: () => void = () => {};

  readonly observer = {
    update: (snapshot: QueueSnapshot) => this.keep(snapshot),
    unreachable: (reason: string | Error) => this.keep(reason instanceof Error ? reason.message : reason),
  };

  /** Resolves with the next report that was not taken yet. */
  async next(): Promise<QueueSnapshot | string> {
    while (this.reports.length === 0) await new Promise<void>((resolve) => (this.wake = resolve));
    return this.reports.shift() as QueueSnapshot | string;
  }

  /** Resolves with the next snapshot, whatever is reported before it. */
  async nextSnapshot(): Promise<QueueSnapshot> {
    let report = await this.next();
    while (typeof report === 'string') report = await this.next();
    return report;
  }

  private keep(report: QueueSnapshot | string): void {
    this.reports.push(report);
    this.wake();
  }
}
