import type { RawEvent } from '@marcador/sandbox/simulator-log.js';
import type { OpenWorld } from './open-world.js';

interface CallRecord {
  readonly phone: string;
  readonly port: string | null;
  readonly subReason: string | null;
}

/** The numbers that received more INVITEs than the service has records of their calls. */
export async function callsWithoutRecord(world: OpenWorld, log: readonly RawEvent[]): Promise<string[]> {
  const records = (await recordsOf(world)).filter(({ port }) => port !== null).map(({ phone }) => phone);
  const invited = log.filter(({ type }) => type === 'invite').map(({ number }) => String(number));
  const times = (numbers: string[], number: string) => numbers.filter((each) => each === number).length;
  return [...new Set(invited)].filter((number) => times(records, number) < times(invited, number));
}

/** How many calls an earlier run of the service left to a later one. */
export async function interruptedCalls(world: OpenWorld): Promise<number> {
  return (await recordsOf(world)).filter(({ subReason }) => subReason === 'interrupted').length;
}

async function recordsOf(world: OpenWorld): Promise<CallRecord[]> {
  const page = await world.administrator.get<{ items: CallRecord[] }>('/call-records?limit=500');
  return page.items;
}
