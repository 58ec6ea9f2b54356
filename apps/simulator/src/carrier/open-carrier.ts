import type { Clock } from '@marcador/platform/clock.js';
import type { Impairment } from '../audio/impairment.js';
import { RtpPlayer } from '../audio/rtp-player.js';
import type { EventLog } from '../event-log.js';
import type { PeopleTimes } from '../people/callee.js';
import type { Pilot } from '../pilot.js';
import { DigestGuard, type DigestAlgorithm } from '../sip/digest.js';
import { SipStack } from '../sip/sip-stack.js';
import { openUdp } from '../sip/udp-socket.js';
import { Carrier, type CarrierOptions } from './carrier.js';
import { Mailboxes } from './mailboxes.js';
import { MessageFaults } from './message-faults.js';
import { OptionsPing } from './options-ping.js';
import { Registrar } from './registrar.js';

export interface CarrierSettings extends CarrierOptions {
  readonly port: number;
  readonly domain: string;
  readonly subscribers: readonly { readonly user: string; readonly password: string }[];
  readonly digestAlgorithm: DigestAlgorithm;
  readonly nonceSeconds: number;
  readonly minRegistrationSeconds: number;
  readonly maxRegistrationSeconds: number;
  readonly optionsPingSeconds: number;
}

export interface OpenCarrier {
  readonly carrier: Carrier;
  readonly registrar: Registrar;
  readonly mailboxes: Mailboxes;
  readonly messageFaults: MessageFaults;
  /** The UDP port for SIP. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Opens the carrier's sockets on that address and begins to answer.
 * @param tempo the scaled clock of people; `clock` is real time
 */
export async function openCarrier(
  host: string,
  settings: CarrierSettings,
  world: {
    readonly clock: Clock;
    readonly tempo: Clock;
    readonly times: PeopleTimes;
    readonly log: EventLog;
    readonly network: Impairment;
    pilot(number: string): Pilot | undefined;
  },
): Promise<OpenCarrier> {
  const { clock, log } = world;
  const passwords = new Map(settings.subscribers.map(({ user, password }) => [user, password]));
  const guard = new DigestGuard({
    realm: settings.domain,
    algorithm: settings.digestAlgorithm,
    nonceMs: settings.nonceSeconds * 1000,
    password: (user) => passwords.get(user),
    now: () => clock.now().getTime(),
  });
  const limits = { minSeconds: settings.minRegistrationSeconds, maxSeconds: settings.maxRegistrationSeconds };
  const registrar = new Registrar(guard, limits, clock, log);
  const udp = await openUdp(host, settings.port, (text, source) => stack.receive(text, source));
  const stack: SipStack = new SipStack(clock, udp, {
    request: (transaction) => carrier.request(transaction),
    acknowledged: (ack) => carrier.acknowledged(ack),
    unacknowledged: (invite) => carrier.unacknowledged(invite),
  });
  const contact = `sip:carrier@${host}:${udp.local.port}`;
  const player = await RtpPlayer.open(host, world.network);
  const mailboxes = new Mailboxes();
  const messageFaults = new MessageFaults();
  const around = { ...world, stack, contact, player, mailboxes, messageFaults };
  const carrier = new Carrier(registrar, guard, settings, around);
  const ping = new OptionsPing(registrar, stack, { contact, domain: settings.domain }, clock);
  if (settings.optionsPingSeconds > 0) ping.start(settings.optionsPingSeconds * 1000);
  return {
    carrier,
    registrar,
    mailboxes,
    messageFaults,
    port: udp.local.port,
    async close() {
      await Promise.all([udp.close(), player.close()]);
    },
  };
}
