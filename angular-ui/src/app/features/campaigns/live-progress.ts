import { inject, Injectable, signal } from '@angular/core';
import type { CampaignIdsView, ProgressView } from '../../core/api/schema';
import { EventStreams } from '../../core/live/event-stream';

/** The progress of all campaigns that the user sees, as it happens. */
@Injectable()
export class LiveProgress {
  private readonly reports = signal<ReadonlyMap<string, ProgressView>>(new Map());
  private readonly known = signal<string | undefined>(undefined);

  /** Which campaigns there are, by name, as one word; `undefined` until it was told. */
  readonly campaigns = this.known.asReadonly();

  constructor() {
    inject(EventStreams).open(signal('/api/v1/live'), {
      campaigns: (data) => this.keep((data as CampaignIdsView).ids),
      progress: (data) => this.take(data as ProgressView),
    });
  }

  of(id: string): ProgressView | undefined {
    return this.reports().get(id);
  }

  private keep(ids: readonly string[]): void {
    const wanted = new Set(ids);
    this.reports.update((reports) => new Map([...reports].filter(([id]) => wanted.has(id))));
    this.known.set(ids.join());
  }

  private take(progress: ProgressView): void {
    this.reports.update((reports) => new Map(reports).set(progress.campaignId, progress));
  }
}
