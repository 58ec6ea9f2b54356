import type { Clock } from '@marcador/platform/clock.js';
import type { PortPool } from './dialer-port.js';
import { localAddress } from './local-address.js';
import type { TelephonyLog } from './log.js';
import { registerAll, startTrunk } from './ports/start-trunk.js';
import { TrunkPool } from './ports/trunk-pool.js';
import type { RefusedMessages } from './sip/admission/refused-messages.js';
import { OptionsProbe } from './sip/servers/options-probe.js';
import { SipSocket } from './sip/sip-socket.js';
import type { HostPort } from './sip/transport/hop.js';
import type { TelephonyOptions } from './telephony-options.js';

export interface TelephonyDeps {
  readonly clock: Clock;
  readonly log: TelephonyLog;
  /** 0 ≤ n < 1; spreads the re-registrations. @default Math.random */
  readonly random?: () => number;
}

/** The telephony of a node, running. */
export interface Telephony {
  readonly pool: PortPool;
  /** Where it listens for SIP over UDP and TCP. */
  readonly address: HostPort;
  /** What was dropped since the start. */
  readonly refused: RefusedMessages;
  /**
   * Leases no more ports, ends the calls, unregisters and closes the socket. What is not answered within five seconds
   * is dropped. May be called more than once.
   */
  close(): Promise<void>;
}

const CLOSE_TIMEOUT_MS = 5000;

/**
 * Starts the dialer ports on one SIP socket; they register in the background.
 * @throws Error when the address or a port cannot be bound
 */
export async function startTelephony(options: TelephonyOptions, deps: TelephonyDeps): Promise<Telephony> {
  const { clock, log, random = Math.random } = deps;
  const { bind, rtpPorts } = options;
  const address = await localAddress(options);
  const socket = await SipSocket.open({ ...options, bind: { ...bind, address }, clock, log, random });
  const probe = new OptionsProbe(socket);
  const trunkDeps = { socket, probe, rtpPorts, clock, log, random, onAvailable: () => pool.available() };
  const started = await Promise.all(options.trunks.map((trunk) => startTrunk(trunk, trunkDeps))).catch(
    async (error: unknown) => {
      await socket.close();
      throw error;
    },
  );
  const pool = new TrunkPool(started.map(({ trunk }) => trunk));
  const ports = started.flatMap((trunk) => trunk.ports);
  registerAll(ports);
  let closing: Promise<void> | undefined;
  const close = async () => {
    pool.close();
    await within(clock, CLOSE_TIMEOUT_MS, Promise.all(ports.map((port) => port.stop())));
    await within(clock, CLOSE_TIMEOUT_MS, Promise.all(ports.map((port) => port.dispose())));
    for (const trunk of started) trunk.close();
    await socket.close();
  };
  const { admission, address: listensAt } = socket;
  return {
    pool,
    address: listensAt,
    get refused() {
      return admission.refused;
    },
    close: () => (closing ??= close()),
  };
}

async function within(clock: Clock, ms: number, work: Promise<unknown>): Promise<void> {
  await new Promise<void>((resolve) => {
    const timer = clock.setTimer(ms, resolve);
    void work
      .catch(() => {})
      .then(() => {
        timer.cancel();
        resolve();
      });
  });
}
