import { setTimeout } from 'node:timers/promises';
import type { Api, Progress } from './api.js';
import type { ProgressView } from './progress-view.js';
import type { SampleCampaign } from './set-up.js';

const OPEN_AGAIN_AFTER_MS = 200;

/**
 * Shows the campaigns' live progress until every lead of each that opens today is finished. A stream that ends before is
 * opened again.
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
  const follow = async ({ id }: SampleCampaign, until: (progress: Progress) => boolean) => {
    for (let seen = false; !seen;) {
      const enough = new AbortController();
      for await (const progress of api.events<Progress>(`/campaigns/${id}/live`, enough.signal)) {
        latest.set(id, progress);
        show();
        seen = until(progress);
        if (seen) break;
      }
      enough.abort();
      if (!seen) await setTimeout(OPEN_AGAIN_AFTER_MS);
    }
  };
  const once = () => true;
  const finished = ({ unfinished }: Progress) => unfinished === 0;
  const isClosed = ({ sample }: SampleCampaign) => sample.opens === 'tomorrow';
  await Promise.all(campaigns.map((campaign) => follow(campaign, isClosed(campaign) ? once : finished)));
  // What it looks like in the end.
  await Promise.all(campaigns.filter(isClosed).map((campaign) => follow(campaign, once)));
  view.done();
  return campaigns.flatMap(({ id }) => latest.get(id) ?? []);
}
