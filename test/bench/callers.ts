import { openDataSource } from '@marcador/persistence/data-source.js';
import { LeadImport } from '@marcador/persistence/leads/lead-import.js';
import { UploadPlaces } from '@marcador/persistence/upload-places.js';
import { benchCampaign, benchInstances } from './campaign.js';
import { EngineProcess } from './engine-process.js';
import type { EngineOptions, Floor, Round, RoundResult } from './engine-protocol.js';
import { Sipp } from './sipp.js';

const PORTS = 100;

/**
 * So many calls of sipp's own caller.
 * @param parallel how many at a time
 * @param perSecond how many begin a second
 */
export async function callWithSipp(
  calleePort: number,
  calls: number,
  parallel = PORTS,
  perSecond = 100_000,
): Promise<{ seconds: number; cpuSeconds: number }> {
  const begin = performance.now();
  const caller = await Sipp.start('caller', [
    ...[`127.0.0.1:${calleePort}`, '-m', String(calls), '-l', String(parallel)],
    ...['-r', String(perSecond), '-rp', '1000'],
  ]);
  const { code, cpuSeconds } = await caller.finish();
  if (code !== 0) throw new Error(`sipp's caller failed with ${code}.`);
  return { seconds: (performance.now() - begin) / 1000, cpuSeconds };
}

/** Makes so many calls in a process of its own, with a hundred ports unless the options say otherwise. */
export async function callWithEngine(
  databaseUrl: string,
  calleePort: number,
  calls: number,
  options: Partial<EngineOptions> & Pick<Round, 'pace' | 'importInto'> = {},
): Promise<RoundResult & { floor: Floor }> {
  const engine = await EngineProcess.start({ databaseUrl, calleePort, ports: PORTS, ...options });
  const { pace, importInto } = options;
  const result = await engine.call({
    ...(await campaignOf(databaseUrl, calls)),
    ...(pace === undefined ? {} : { pace }),
    ...(importInto === undefined ? {} : { importInto }),
  });
  return { ...result, floor: await engine.stop() };
}

/** A new campaign with so many leads, to be called in a round. */
export async function campaignOf(databaseUrl: string, calls: number): Promise<Round> {
  const database = await openDataSource({ url: databaseUrl });
  const { id, dncInstanceIds } = await benchCampaign(database, await benchInstances(database));
  await new LeadImport(database, new UploadPlaces()).load(id, rows(calls), new Date());
  await database.destroy();
  return { campaignId: id, dncInstanceIds, calls };
}

function* rows(count: number) {
  for (let n = 0; n < count; n++) {
    yield { line: n + 1, name: `Lead ${n}`, phone: String(554_130_000_000 + n), description: '' };
  }
}
