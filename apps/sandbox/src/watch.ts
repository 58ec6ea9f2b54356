import type { Api, Progress } from './api.js';
import type { ProgressView } from './progress-view.js';
import type { SampleCampaign } from './set-up.js';

/** Shows the campaigns' live progress until every lead of each is finished. */
export async function watchUntilFinished(
  api: Api,
  campaigns: readonly SampleCampaign[],
  view: ProgressView,
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
    const enough = new AbortController();
    for await (const progress of api.events<Progress>(`/campaigns/${id}/live`, enough.signal)) {
      latest.set(id, progress);
      show();
      if (progress.unfinished === 0) break;
    }
    enough.abort();
  });
  await Promise.all(finished);
  view.done();
  return campaigns.flatMap(({ id }) => latest.get(id) ?? []);
}
