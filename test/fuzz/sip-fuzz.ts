import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { Telephony } from '@marcador/telephony/telephony.js';
import { census, grown, type Census } from './census.js';
import type { Family, FuzzTarget } from './family.js';
import { FuzzPeer } from './fuzz-peer.js';
import { seededRandom } from './random.js';
import { openTelephony } from './world.js';

/** What a run found. */
export interface FuzzResult {
  readonly inputs: number;
  /** Exceptions and rejections that nobody caught, and figures that cannot be. */
  readonly escaped: readonly string[];
  /** How many calls were answered meanwhile: some inputs end them. */
  readonly calls: number;
  /** Heap after garbage collection, bytes: when the first inputs were dealt with, and at the end. */
  readonly heap: { readonly before: number; readonly after: number };
  /** Timers and sockets of the process without a call, before and after. */
  readonly resources: { readonly before: number; readonly after: number };
  /** Entries of all collections without a call, before and after, and those that grew. */
  readonly entries: { readonly before: number; readonly after: number; readonly grown: readonly string[] };
}

/** Some first inputs fill what is filled once: compiled code, and memories that have a limit. */
const WARM_UP = 0.1;
/** A shorter run says nothing of the heap. */
export const LONG_RUN = 5000;
/** What makes a call deaf to all that follows also ends the use of it: it is replaced after so many. */
const CALL_INPUTS = 400;
/** What an ended call leaves behind goes with its transactions: a second here. */
const PATIENCE_MS = 20_000;
/**
 * Memories with a limit of their own, which a hostile peer may fill: challenges that are answered beforehand,
 * servers that were looked for, could not be connected to or are held back, analysers that are kept for the next call, calls
 * of the last second.
 */
const BOUNDED = [
  'Authenticator.standing',
  'CachedDns.',
  'SourceRates.buckets',
  'CallHops.byCallId',
  'Analysers.made',
  'Connections.failures',
  'Holds.entries',
  'Fifo.nodes',
  'Transmission.refusingTcp',
];

/** Sends the inputs of a family to a dialer port with a call in progress, as a peer it trusts. */
export async function fuzzSip(
  family: Family,
  { inputs, seed }: { readonly inputs: number; readonly seed: number },
): Promise<FuzzResult> {
  const escaped: string[] = [];
  const note = (error: unknown) =>
    void escaped.push(error instanceof Error ? String(error.stack) : String(error));
  process.on('uncaughtException', note).on('unhandledRejection', note);
  await family.begin?.();
  const peer = await FuzzPeer.open();
  const telephony = await openTelephony(peer.port, family.audio ?? 'in-thread', note);
  let sent = 0;
  let calls = 0;
  const target: FuzzTarget = {
    random: seededRandom(seed),
    peer,
    port: telephony.address.port,
    count: (more) => void (sent += more),
    report: note,
  };
  const run = async (goal: number) => {
    while (sent < goal && escaped.length === 0) {
      if (await oneCall(family, telephony, target, () => sent, goal)) calls++;
    }
  };
  try {
    await until(() => telephony.pool.idle > 0);
    await settled(telephony, target);
    const before = stateOf(telephony);
    if (inputs >= LONG_RUN) {
      await run(inputs * WARM_UP);
      await fallen(telephony, before);
    }
    const heapBefore = collected();
    await run(inputs);
    await fallen(telephony, before);
    const after = stateOf(telephony);
    return {
      inputs: sent,
      escaped,
      calls,
      heap: { before: heapBefore, after: collected() },
      resources: { before: before.resources, after: after.resources },
      entries: {
        before: total(before.census),
        after: total(after.census),
        grown: grownBetween(before, after),
      },
    };
  } finally {
    await family.finish?.();
    await telephony.close();
    await peer.close();
    process.off('uncaughtException', note).off('unhandledRejection', note);
  }
}

/** Makes a call and sends inputs while it stands. @returns whether it was answered */
async function oneCall(
  family: Family,
  { pool }: Telephony,
  target: FuzzTarget,
  sent: () => number,
  goal: number,
): Promise<boolean> {
  await until(() => pool.idle > 0 && pool.hindrances.length === 0);
  const lease = pool.acquire();
  if (lease === undefined) throw new Error('The dialer port takes no call any more');
  await lease.turn();
  family.prepare?.(target);
  const result = await lease.dial({ number: '4930123456', ringTimeoutMs: 5000 }).result;
  if (result.answered) {
    let hasEnded = false;
    void result.call.ended.then(() => (hasEnded = true));
    family.answered?.(target, result.call);
    for (const end = Math.min(goal, sent() + CALL_INPUTS); !hasEnded && sent() < end;)
      await family.round(target);
    if (!hasEnded) await family.served?.(target, result.call);
  }
  lease.release();
  if (result.answered) await family.ended?.(target, result.call);
  return result.answered;
}

interface State {
  readonly resources: number;
  readonly census: Census;
}

function stateOf({ pool }: Telephony): State {
  const names = process.getActiveResourcesInfo().filter((name) => /Timeout|UDP|TCP/.test(name));
  const counted = census(pool);
  // A server that is held back is asked by a timer whether it is back.
  return { resources: names.length - (counted.get('Holds.entries') ?? 0), census: counted };
}

function grownBetween(before: State, after: State): string[] {
  return grown(before.census, after.census).filter((line) => !BOUNDED.some((name) => line.startsWith(name)));
}

function total(counted: Census): number {
  return [...counted.values()].reduce((sum, count) => sum + count, 0);
}

/** Resolves when the first registration has left its transaction, and what tells of hostile messages runs. */
async function settled({ pool }: Telephony, { peer, port }: FuzzTarget): Promise<void> {
  peer.send(Buffer.from('no SIP'), port);
  await peer.dealtWith(port, 'settled');
  await until(() => (census(pool).get('UserAgentCore.userAgentClients') ?? 0) === 0);
}

/** Resolves when nothing is more than before, or will not be. */
async function fallen(telephony: Telephony, before: State): Promise<void> {
  await until(() => telephony.pool.states().every(({ busy }) => !busy));
  await until(() => {
    const now = stateOf(telephony);
    return now.resources <= before.resources && grownBetween(before, now).length === 0;
  });
}

async function until(reached: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !reached() && Date.now() < end;)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

function collected(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
