import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDataSource } from '@marcador/persistence/data-source.js';
import { startEmbeddedPostgres } from '@marcador/persistence/embedded-postgres/embedded-postgres.js';
import { LeadImport } from '@marcador/persistence/leads/lead-import.js';
import { UploadPlaces } from '@marcador/persistence/upload-places.js';
import type { EngineResult, EngineTask } from './calls-engine.js';
import { benchCampaign, benchInstances } from './campaign.js';
import { figure, type Figure } from './figure.js';
import { Sipp } from './sipp.js';

const AGENTS = 100;
const CALLS = 5000;
const PACED_CALLS = 1000;
const PACE = 50;

/**
 * Complete calls through the whole engine (claim, do-not-call, INVITE, answer, REFER, outcome stored) beside sipp's own
 * caller that makes the same calls to the same callee; and how long the engine takes to react.
 */
export async function* benchCalls(): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'marcador-bench-'));
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
  const callee = await Sipp.start('callee');
  try {
    const sipp = await callWithSipp(callee.port);
    const engine = await callWithEngine(postgres.url, callee.port, CALLS);
    const perSecond = { name: "sipp's own caller", value: CALLS / sipp.seconds };
    yield figure('complete calls per second', engine.succeeded / engine.seconds, '1/s', perSecond);
    const perCall = { name: "sipp's own caller", value: (1000 * sipp.cpuSeconds) / CALLS };
    yield figure('CPU per call', (1000 * engine.cpuSeconds) / CALLS, 'ms', perCall);
    yield figure('calls that succeeded', engine.succeeded, 'calls', { name: 'calls made', value: CALLS });

    const paced = await callWithEngine(postgres.url, callee.port, PACED_CALLS, PACE);
    for (const p of ['p50', 'p99'] as const) {
      const echo = {
        name: `a datagram's way to a socket and back, ${p}`,
        value: paced.floor.datagramEcho[p],
      };
      yield figure(`answer to REFER on the wire at ${PACE}/s, ${p}`, paced.answerToRefer[p], 'ms', echo);
      const commits = { name: `two durable commits, ${p}`, value: paced.floor.twoCommits[p] };
      yield figure(
        `agent free to INVITE on the wire at ${PACE}/s, ${p}`,
        paced.freeToInvite[p],
        'ms',
        commits,
      );
    }
  } finally {
    callee.stop();
    await postgres.stop();
    await rm(postgres.location, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  }
}

async function callWithSipp(calleePort: number): Promise<{ seconds: number; cpuSeconds: number }> {
  const begin = performance.now();
  const caller = await Sipp.start('caller', [
    ...[`127.0.0.1:${calleePort}`, '-m', String(CALLS), '-l', String(AGENTS)],
    ...['-r', '100000', '-rp', '1000'],
  ]);
  const { code, cpuSeconds } = await caller.finish();
  if (code !== 0) throw new Error(`sipp's caller failed with ${code}.`);
  return { seconds: (performance.now() - begin) / 1000, cpuSeconds };
}

/** @param importInto a campaign into which leads are loaded all the while */
export async function callWithEngine(
  url: string,
  calleePort: number,
  calls: number,
  pace?: number,
  importInto?: string,
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
    ...(pace === undefined ? {} : { pace }),
    ...(importInto === undefined ? {} : { importInto }),
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
