import { setTimeout } from 'node:timers/promises';
import type { Api, Progress } from './api.js';
import type { ProgressView } from './progress-view.js';
import type { SampleCampaign } from './set-up.js';

const OPEN_AGAIN_AFTER_MS = 200;

/**
 * Shows the campaigns' live progress until every lead of each is finished. A stream that ends before is opened again.
 * @throws Error when the service refuses it or is gone
 */
export async function watchUntilFinished(
  api: Pick<Api, 'events'>,
  campaigns: readonly SampleCampaign[],
  view: Pick<ProgressView, 'show' | 'done'>,
): Promise<Progress[]> {
  const latest = new Map<string, Progress>();
  const show = () =>
    view.show(
      campaigns.flatMap(({ id, sample }) => {
        const progress = latest.get(id);
        return progress === undefined ? [] : [{ name: sample.name, progress }];
      }),
    );
  const finished = campaigns.map(async ({ id }) => {
    while (latest.get(id)?.unfinished !== 0) {
      const enough = new AbortController();
      for await (const progress of api.events<Progress>(`/campaigns/${id}/live`, enough.signal)) {
        latest.set(id, progress);
        show();
        if (progress.unfinished === 0) break;
      }
      enough.abort();
      if (latest.get(id)?.unfinished !== 0) await setTimeout(OPEN_AGAIN_AFTER_MS);
    }
  });
  await Promise.all(finished);
  view.done();
  return campaigns.flatMap(({ id }) => latest.get(id) ?? []);
}
