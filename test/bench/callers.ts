import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { LeadImport } from '@marcador/persistence/leads/lead-import.js';
import { UploadPlaces } from '@marcador/persistence/upload-places.js';
import type { EngineResult, EngineTask } from './calls-engine.js';
import { benchCampaign, benchInstances } from './campaign.js';
import { Sipp } from './sipp.js';

const AGENTS = 100;

/** So many calls of sipp's own caller, a hundred at a time. */
export async function callWithSipp(
  calleePort: number,
  calls: number,
): Promise<{ seconds: number; cpuSeconds: number }> {
  const begin = performance.now();
  const caller = await Sipp.start('caller', [
    ...[`127.0.0.1:${calleePort}`, '-m', String(calls), '-l', String(AGENTS)],
    ...['-r', '100000', '-rp', '1000'],
  ]);
  const { code, cpuSeconds } = await caller.finish();
  if (code !== 0) throw new Error(`sipp's caller failed with ${code}.`);
  return { seconds: (performance.now() - begin) / 1000, cpuSeconds };
}

/** Makes so many calls in a process of its own. @param options what differs from a hundred agents who are always free */
export async function callWithEngine(
  url: string,
  calleePort: number,
  calls: number,
  options: Partial<EngineTask> = {},
): Promise<EngineResult> {
  const { campaignId, dncInstanceId } = await makeCampaign(url, calls);
  const child = fork(fileURLToPath(new URL('calls-engine.js', import.meta.url)));
  const task: EngineTask = {
    databaseUrl: url,
    campaignId,
    dncInstanceId,
    calleePort,
    agents: AGENTS,
    calls,
    ...options,
  };
  child.send(task);
  const failed = once(child, 'exit').then(() => {
    throw new Error('The engine’s process ended without a result.');
  });
  const [result] = (await Promise.race([once(child, 'message'), failed])) as [EngineResult];
  return result;
}

async function makeCampaign(
  url: string,
  leads: number,
): Promise<{ campaignId: string; dncInstanceId: string }> {
  const database = await openDataSource({ url });
  const campaign = await benchCampaign(database, await benchInstances(database));
  await new LeadImport(database, new UploadPlaces()).load(campaign.id, rows(leads), new Date());
  await database.destroy();
  return { campaignId: campaign.id, dncInstanceId: campaign.dncInstanceId };
}

function* rows(count: number) {
  for (let n = 0; n < count; n++) {
    yield { line: n + 1, name: `Lead ${n}`, phone: String(554_130_000_000 + n), description: '' };
  }
}
