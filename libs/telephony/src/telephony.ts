import type { Clock } from '@marcador/platform/clock.js';
import { MediaWorkers, type MediaWorkersOptions } from './media/media-workers.js';
import type { Media } from './media/media.js';
import type { MediaWorkerState } from './media/media-worker-state.js';
import type { PortPool } from './dialer-port.js';
import { localAddress } from './local-address.js';
import type { TelephonyLog } from './log.js';
import { startTrunk } from './ports/start-trunk.js';
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
  /** Carries the audio. @default worker threads */
  readonly media?: (settings: MediaWorkersOptions) => Promise<Media>;
}

/** The telephony of a node, running. */
export interface Telephony {
  readonly pool: PortPool;
  /** Where it listens for SIP over UDP and TCP. */
  readonly address: HostPort;
  /** What was dropped since the start. */
  readonly refused: RefusedMessages;
  /** How the threads fare that carry the audio. */
  readonly mediaWorkers: readonly MediaWorkerState[];
  /**
   * Leases no more ports, ends the calls, unregisters and closes the socket. What is not answered within five seconds
   * is dropped. May be called more than once.
   */
  close(): Promise<void>;
}

const CLOSE_TIMEOUT_MS = 5000;

/**
 * Starts the dialer ports on one SIP socket; they register in the background.
 * @throws Error when the address or a port cannot be bound, or no media worker starts
 */
export async function startTelephony(options: TelephonyOptions, deps: TelephonyDeps): Promise<Telephony> {
  const {
    clock,
    log,
    random = Math.random,
    media: startMedia = (settings) => MediaWorkers.start(settings),
  } = deps;
  const { bind, rtpPorts, mediaWorkers: workers } = options;
  const address = await localAddress(options);
  const socket = await SipSocket.open({ ...options, bind: { ...bind, address }, clock, log, random });
  const probe = new OptionsProbe(socket);
  const media = await startMedia({ workers, address, rtpPorts, log }).catch(async (error: unknown) => {
    await socket.close();
    throw error;
  });
  const trunkDeps = { socket, media, probe, clock, log, random, onAvailable: () => pool.available() };
  const started = await Promise.all(options.trunks.map((trunk) => startTrunk(trunk, trunkDeps))).catch(
    async (error: unknown) => {
      await Promise.all([media.close(), socket.close()]);
      throw error;
    },
  );
  const pool = new TrunkPool(started.map(({ trunk }) => trunk));
  const ports = started.flatMap((trunk) => trunk.ports);
  for (const port of ports) port.register();
  let closing: Promise<void> | undefined;
  const close = async () => {
    pool.close();
    await within(clock, CLOSE_TIMEOUT_MS, Promise.all(ports.map((port) => port.stop())));
    await within(clock, CLOSE_TIMEOUT_MS, Promise.all(ports.map((port) => port.dispose())));
    for (const trunk of started) trunk.close();
    await media.close();
    await socket.close();
  };
  const { admission, address: listensAt } = socket;
  return {
    pool,
    address: listensAt,
    get refused() {
      return admission.refused;
    },
    get mediaWorkers() {
      return media.states();
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
