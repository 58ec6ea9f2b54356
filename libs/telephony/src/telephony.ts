import { createSocket } from 'node:dgram';
import type { Clock } from '@marcador/platform/clock.js';
import type { PortPool } from './dialer-port.js';
import type { TelephonyLog } from './log.js';
import { SipPortPool } from './ports/port-pool.js';
import { SipPort } from './ports/sip-port.js';
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
    outboundProxy: options.registrar,
    clock,
    log,
  });
  const onChange = () => pool.changed();
  const ports = await Promise.all(
    options.ports.map((credentials) =>
      SipPort.start(socket, credentials, options, { clock, log, random, onChange }),
    ),
  ).catch(async (error: unknown) => {
    await socket.close();
    throw error;
  });
  const pool = new SipPortPool(ports, options.callsPerSecond, clock);
  ports.forEach((port, index) => port.register(index * REGISTER_SPACING_MS));
  let closing: Promise<void> | undefined;
  const close = async () => {
    pool.close();
    await within(clock, CLOSE_TIMEOUT_MS, Promise.all(ports.map((port) => port.stop())));
    await within(clock, CLOSE_TIMEOUT_MS, Promise.all(ports.map((port) => port.dispose())));
    await socket.close();
  };
  return { pool, address: socket.address, close: () => (closing ??= close()) };
}

/** A wildcard cannot stand in Via, Contact and SDP: take the address that leads to the registrar. */
async function concreteAddress({ bind, registrar }: TelephonyOptions): Promise<string> {
  if (bind.address !== '0.0.0.0' && bind.address !== '::') return bind.address;
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
