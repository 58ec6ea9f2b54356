import { type Clock, systemClock } from '@marcador/platform/clock.js';
import { ManualClock } from '@marcador/platform/manual-clock.js';
import type { AnsweredCall, DialRequest, LeasedPort, OutboundCall } from '@marcador/telephony/dialer-port.js';
import { silentLog } from '@marcador/telephony/log.js';
import { mendSipJs } from '@marcador/telephony/sip/mends.js';
import { applyUdpTimers } from '@marcador/telephony/sip/timers.js';
import { startTelephony, type Telephony, type TelephonyDeps } from '@marcador/telephony/telephony.js';
import type { TrunkOptions } from '@marcador/telephony/telephony-options.js';
import { inThread } from '../../support/in-thread-media.js';
import { inTime } from '../../support/in-time.js';
import { leasedPort } from '../../support/leased-port.js';
import { pcmuAnswer, WirePeer, type WireMessage, type WireReply } from './wire-peer.js';
import { trunkTo } from './trunk-to.js';

/** Whom the tests call. */
const NUMBER = '4930123456';

/** Our telephony with one port, 2001, whose registrar and called party is a {@link WirePeer}. */
export class WireCall {
  private constructor(
    readonly peer: WirePeer,
    readonly telephony: Telephony,
    readonly port: LeasedPort,
    private readonly clock: Clock,
  ) {}

  /** Timers of transactions are short: Timer B is about two seconds. */
  static async open(
    change: Partial<TrunkOptions> = {},
    clock: Clock = systemClock,
    media: TelephonyDeps['media'] & object = inThread,
  ): Promise<WireCall> {
    mendSipJs();
    applyUdpTimers({ t1: 30, t2: 120, t4: 40 });
    const peer = await WirePeer.open();
    peer.always('REGISTER', (request) => peer.reply(request, '200 OK'));
    const telephony = await startTelephony(
      {
        bind: { address: '127.0.0.1', port: 0 },
        rtpPorts: { min: 0, max: 0 },
        trunks: [trunkTo(peer.port, { registrationExpirySeconds: 86_400, ...change })],
      },
      { clock, log: silentLog, random: () => 0.5, media },
    );
    return new WireCall(peer, telephony, await leasedPort(telephony.pool), clock);
  }

  /** Calls, and has the INVITE. */
  async dialled(request: Partial<DialRequest> = {}): Promise<{ call: OutboundCall; invite: WireMessage }> {
    const call = this.port.dial({ number: NUMBER, ringTimeoutMs: 20_000, ...request });
    return { call, invite: await this.peer.next('INVITE') };
  }

  /** Calls, and is answered. */
  async answered(reply: WireReply = {}): Promise<{ call: AnsweredCall; invite: WireMessage }> {
    const { call, invite } = await this.dialled();
    this.peer.reply(invite, '200 OK', { body: pcmuAnswer(4000), ...reply });
    const result = await call.result;
    if (!result.answered) throw new Error(`The call was not answered: ${JSON.stringify(result.failure)}`);
    await this.peer.next('ACK');
    return { call: result.call, invite };
  }

  /** Ends what still stands; whatever is sent is answered with 200. */
  async close(): Promise<void> {
    for (const method of ['BYE', 'CANCEL', 'INVITE', 'UPDATE', 'REGISTER'])
      this.peer.always(method, (request) => this.peer.reply(request, '200 OK'));
    let isClosed = false;
    const closing = this.telephony.close().then(() => (isClosed = true));
    const { clock } = this;
    if (clock instanceof ManualClock) await inTime(clock, () => isClosed);
    await closing;
    await this.peer.close();
  }
}
