import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { systemClock } from '@marcador/platform/clock.js';
import { silentLog } from '@marcador/telephony/log.js';
import { mendSipJs } from '@marcador/telephony/sip/mends.js';
import { applyUdpTimers } from '@marcador/telephony/sip/timers.js';
import { startTelephony, type Telephony } from '@marcador/telephony/telephony.js';
import { inThread } from '../support/in-thread-media.js';
import { recordedMessages } from '../support/sip/recorded-messages.js';
import { FuzzPeer } from './fuzz-peer.js';
import { mutated, seededRandom } from './mutate.js';

/** What a run found. */
export interface FuzzResult {
  /** Exceptions and rejections that nobody caught. */
  readonly escaped: readonly string[];
  /** How many calls were answered meanwhile: mutated messages end some. */
  readonly calls: number;
  /** Heap after garbage collection, bytes: when the first inputs were dealt with, and at the end. */
  readonly heap: { readonly before: number; readonly after: number };
  /** Timers and sockets of the process without a call, before and after. */
  readonly resources: { readonly before: number; readonly after: number };
}

const BATCH = 20;
const WARM_UP = 1000;
/** A message with a huge CSeq makes a call deaf to what follows: it is replaced after so many. */
const CALL_INPUTS = 400;

/** Sends mutated messages to a dialer port with a call in progress, through its socket, as a peer it trusts. */
export async function fuzzSip({ inputs, seed }: { inputs: number; seed: number }): Promise<FuzzResult> {
  const escaped: string[] = [];
  const note = (error: unknown) =>
    void escaped.push(error instanceof Error ? String(error.stack) : String(error));
  process.on('uncaughtException', note).on('unhandledRejection', note);
  const peer = await FuzzPeer.open();
  const telephony = await open(peer.port);
  try {
    const random = seededRandom(seed);
    const messages = recordedMessages().map(({ text }) => text);
    let calls = 0;
    let sent = 0;
    const run = async (goal: number) => {
      while (sent < goal) {
        await until(() => telephony.pool.idle > 0 && telephony.pool.hindrances.length === 0);
        const lease = telephony.pool.acquire();
        if (lease === undefined) throw new Error('The dialer port takes no call any more');
        await lease.turn();
        const result = await lease.dial({ number: '4930123456', ringTimeoutMs: 5000 }).result;
        let ended = !result.answered;
        if (result.answered) {
          calls++;
          void result.call.ended.then(() => (ended = true));
        }
        const callEnd = Math.min(goal, sent + CALL_INPUTS);
        while (!ended && sent < callEnd) {
          for (let i = 0; i < BATCH; i++) {
            const text = messages[Math.floor(random() * messages.length)] ?? '';
            peer.send(mutated(addressed(text, peer, sent + i, random), random), telephony.address.port);
          }
          sent += BATCH;
          await peer.dealtWith(telephony.address.port, `fuzz${sent}`);
        }
        lease.release();
      }
      await quiet(telephony);
    };
    const idle = resources();
    await run(Math.min(WARM_UP, inputs));
    await fallen(idle);
    const heapBefore = collected();
    await run(inputs);
    const after = await fallen(idle);
    return {
      escaped,
      calls,
      heap: { before: heapBefore, after: collected() },
      resources: { before: idle, after },
    };
  } finally {
    await telephony.close();
    await peer.close();
    process.off('uncaughtException', note).off('unhandledRejection', note);
  }
}

async function open(registrarPort: number): Promise<Telephony> {
  mendSipJs();
  applyUdpTimers({ t1: 15, t2: 60, t4: 20 });
  return startTelephony(
    {
      bind: { address: '127.0.0.1', port: 0 },
      rtpPorts: { min: 0, max: 0 },
      admission: { acceptFrom: 'anyone', peers: [], requestsPerSecond: 1_000_000 },
      trunks: [
        {
          name: 'pbx',
          servers: [{ host: '127.0.0.1', port: registrarPort }],
          domain: 'pbx.test',
          ports: [{ user: '2001', password: 'secret' }],
          registrationExpirySeconds: 86_400,
          callsPerSecond: 1000,
          transfer: { successOn: 'answered', timeoutMs: 1000 },
        },
      ],
    },
    { clock: systemClock, log: silentLog, random: () => 0.5, media: inThread },
  );
}

/** A recorded message as one of the call in progress, or as one of its user agent only, or as it was. */
function addressed(text: string, { call }: FuzzPeer, cseq: number, random: () => number): string {
  const kind = random();
  if (kind < 0.1) return text;
  const ours = `z9hG4bK${call.callId.slice(0, 8)}${Math.floor(random() * 1e6)}`;
  // One that is overloaded would be left alone for a while.
  const branch = kind < 0.4 && !/^SIP\/2\.0 503/.test(text) ? call.branch : ours;
  const isRequest = !text.startsWith('SIP/2.0');
  const [us, peer] = isRequest ? ['To', 'From'] : ['From', 'To'];
  return text
    .replace(/^(?:Call-ID|i) *:.*/im, `Call-ID: ${kind < 0.7 ? call.callId : `${call.callId}x`}`)
    .replace(/^CSeq *: *\d+/im, (own) => (kind < 0.6 && isRequest ? `CSeq: ${cseq + 1}` : own))
    .replace(/branch=[^;\s]+/, `branch=${branch}`)
    .replace(/^([A-Z]+) sips?:\S+/, '$1 sip:2001@127.0.0.1')
    .replace(new RegExp(`^${us} *:.*`, 'im'), `${us}: ${call.from}`)
    .replace(new RegExp(`^${peer} *:.*`, 'im'), `${peer}: <sip:4930123456@pbx.test>;tag=wire`);
}

async function quiet({ pool }: Telephony): Promise<void> {
  await until(() => pool.states().every(({ busy }) => !busy));
}

function resources(): number {
  return process.getActiveResourcesInfo().filter((name) => /Timeout|UDP|TCP/.test(name)).length;
}

/** How many there are once no more than these are left, or after a while. */
async function fallen(most: number): Promise<number> {
  await until(() => resources() <= most);
  return resources();
}

async function until(reached: () => boolean): Promise<void> {
  for (let tries = 0; !reached() && tries < 400; tries++)
    await new Promise((resolve) => setTimeout(resolve, 50));
}

function collected(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}
