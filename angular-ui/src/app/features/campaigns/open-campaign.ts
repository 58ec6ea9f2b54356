import { computed, effect, inject, Injectable, signal, untracked } from '@angular/core';
import { EMPTY } from 'rxjs';
import { Api } from '../../core/api/api';
import type { ProgressView } from '../../core/api/schema';
import { EventStreams } from '../../core/live/event-stream';
import { loaded } from '../../shared/list/loaded';
import { totalOf } from './lead-counts';

/** The campaign whose pages are shown, and how it fares at this moment. */
@Injectable()
export class OpenCampaign {
  private readonly api = inject(Api);
  private readonly wanted = signal<string | undefined>(undefined);
  private readonly report = signal<ProgressView | undefined>(undefined);
  private readonly stored = loaded(
    () => {
      const id = this.wanted();
      return id === undefined ? EMPTY : this.api.get('/api/v1/campaigns/{id}', { path: { id } });
    },
    { eager: false },
  );

  readonly stream = inject(EventStreams).open(
    computed(() => {
      const id = this.wanted();
      return id === undefined ? undefined : `/api/v1/campaigns/${encodeURIComponent(id)}/live`;
    }),
    { progress: (data) => this.report.set(data as ProgressView) },
    () => this.reload(),
  );

  readonly id = computed(() => this.wanted() ?? '');
  readonly campaign = this.stored.value;
  readonly problem = this.stored.problem;
  readonly progress = this.report.asReadonly();
  readonly total = computed(() => {
    const progress = this.report();
    return progress === undefined ? 0 : totalOf(progress.leads);
  });
  readonly done = computed(() => this.total() - (this.report()?.unfinished ?? 0));
  readonly isStarted = computed(() => this.campaign()?.state === 'STARTED');

  constructor() {
    // Somebody else may start or stop it.
    effect(() => {
      const started = this.report()?.started;
      if (started === undefined) return;
      untracked(() => {
        if (this.campaign() !== undefined && this.isStarted() !== started) this.reload();
      });
    });
  }

  show(id: string): void {
    if (id === this.wanted()) return;
    this.wanted.set(id);
    this.reload();
  }

  reload(): void {
    this.stored.reload();
  }
}
