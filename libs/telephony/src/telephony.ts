import { createSocket } from 'node:dgram';
import type { Clock } from '@marcador/platform/clock.js';
import type { PortPool } from './dialer-port.js';
import type { TelephonyLog } from './log.js';
import type { RegistrationDeps } from './ports/registration.js';
import { SipPort, type SipPortTrunk } from './ports/sip-port.js';
import { Trunk } from './ports/trunk.js';
import { TrunkPool } from './ports/trunk-pool.js';
import type { RefusedMessages } from './sip/admission/refused-messages.js';
import { SipSocket } from './sip/sip-socket.js';
import type { HostPort } from './sip/via.js';
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
  /** Where it listens for SIP. */
  readonly address: HostPort;
  /** What was dropped since the start. */
  readonly refused: RefusedMessages;
  /**
   * Leases no more ports, ends the calls, unregisters and closes the socket. What is not answered within five seconds
   * is dropped. May be called more than once.
   */
  close(): Promise<void>;
}

/** REGISTERs of many ports at the start leave this far apart, ms. */
const REGISTER_SPACING_MS = 10;
const CLOSE_TIMEOUT_MS = 5000;

/**
 * Starts the dialer ports on one UDP socket; they register in the background.
 * @throws Error when the address or port cannot be bound
 */
export async function startTelephony(options: TelephonyOptions, deps: TelephonyDeps): Promise<Telephony> {
  const { clock, log, random = Math.random } = deps;
  const address = await concreteAddress(options);
  const socket = await SipSocket.open({
    bind: { address, port: options.bind.port },
    ...(options.admission && { admission: options.admission }),
    clock,
    log,
  });
  for (const { registrar } of options.trunks) socket.admission.trust(registrar.host);
  const trunks = options.trunks.map((own) => {
    const trunk = new Trunk(own, clock, () => pool.available());
    return { trunk, options: own, rtpPorts: options.rtpPorts };
  });
  const pool = new TrunkPool(trunks.map(({ trunk }) => trunk));
  const ports = await startPorts(socket, trunks, { clock, log, random }).catch(async (error: unknown) => {
    await socket.close();
    throw error;
  });
  ports.forEach((port, index) => port.register(index * REGISTER_SPACING_MS));
  let closing: Promise<void> | undefined;
  const close = async () => {
    pool.close();
    await within(clock, CLOSE_TIMEOUT_MS, Promise.all(ports.map((port) => port.stop())));
    await within(clock, CLOSE_TIMEOUT_MS, Promise.all(ports.map((port) => port.dispose())));
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

/** They stand in the order of their trunks. */
async function startPorts(
  socket: SipSocket,
  trunks: readonly SipPortTrunk[],
  deps: RegistrationDeps,
): Promise<SipPort[]> {
  const ports = trunks.flatMap((trunk) =>
    trunk.options.ports.map((credentials) => SipPort.start(socket, credentials, trunk, deps)),
  );
  return Promise.all(ports);
}

/** A wildcard cannot stand in Via, Contact and SDP: take the address that leads to the first registrar. */
async function concreteAddress({ bind, trunks }: TelephonyOptions): Promise<string> {
  const registrar = trunks[0]?.registrar;
  if (registrar === undefined || (bind.address !== '0.0.0.0' && bind.address !== '::')) return bind.address;
  const socket = createSocket(bind.address === '::' ? 'udp6' : 'udp4');
  try {
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      socket.connect(registrar.port, registrar.host, resolve);
    });
    return socket.address().address;
  } catch {
    throw new Error(
      `No route to the registrar ${registrar.host}: set telephony.bind.address to an address of this host`,
    );
  } finally {
    socket.close();
  }
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
