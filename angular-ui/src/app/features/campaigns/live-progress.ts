import { inject, Injectable, signal } from '@angular/core';
import type { ProgressView } from '../../core/api/schema';
import { EventStreams, type EventStream } from '../../core/live/event-stream';

/** The progress of all campaigns that the user sees, as it happens. */
@Injectable()
export class LiveProgress {
  private readonly reports = signal<ReadonlyMap<string, ProgressView>>(new Map());
  private readonly stream: EventStream = inject(EventStreams).open(signal('/api/v1/live'), {
    progress: (data) => this.take(data as ProgressView),
  });

  of(id: string): ProgressView | undefined {
    return this.reports().get(id);
  }

  /** There are other campaigns now. */
  reopen(): void {
    this.stream.reopen();
  }

  private take(progress: ProgressView): void {
    this.reports.update((reports) => new Map(reports).set(progress.campaignId, progress));
  }
}
