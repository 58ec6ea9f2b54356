import type { Progress } from '@marcador/sandbox/api.js';
import type { OpenWorld } from './open-world.js';

/** Where campaigns are now. */
export function progressOf(world: OpenWorld, campaigns: readonly { id: string }[]): Promise<Progress[]> {
  return Promise.all(campaigns.map(({ id }) => firstReport(world, id)));
}

async function firstReport(world: OpenWorld, campaignId: string): Promise<Progress> {
  const enough = new AbortController();
  for await (const progress of world.administrator.events<Progress>(
    `/campaigns/${campaignId}/live`,
    enough.signal,
  )) {
    enough.abort();
    return progress;
  }
  throw new Error('The live progress ended without a report.');
}
