import { RETRY_MINUTE_MS } from './samples.js';

/** Where the simulator can be reached: its line of JSON when it is ready. */
export interface SimulatorAddresses {
  readonly sip: { readonly host: string; readonly port: number; readonly domain: string };
  readonly oscc: string;
  readonly voicePortal: string;
  readonly dnc: string;
  /** The same service with a certificate that nobody trusts. */
  readonly dncUntrusted: string;
  /** PEM */
  readonly dncCa: string;
  readonly control: string;
}

/** A SIP subscriber: a dialer port. */
export interface Subscriber {
  readonly user: string;
  readonly password: string;
}

/** How many dialer ports the service has. */
export const DIALER_PORTS = 12;
const RING_TIMEOUT_MS = 3000;
const HAND_OVER_GRACE_MS = 2000;
/** The simulated carrier keeps a call of a killed service for 32 s at most, unless it rings. */
const ABANDONED_CALL_MS = 40_000;

/** The simulator's configuration: everybody in a hurry, audio in real time. */
export function simulatorConfiguration(subscribers: readonly Subscriber[], doNotCall: readonly string[]) {
  return {
    timeScale: 0.1,
    exitWithParent: true,
    sip: { subscribers },
    contactCenter: { queues: [{ id: 'sales', name: 'Sales', pilotNumber: '5000', agents: 8 }] },
    voicePortal: { services: [{ id: 'survey', name: 'Survey', pilotNumber: '6000', channels: 8 }] },
    dnc: { numbers: doNotCall },
  };
}

/** The service's configuration for dialling into the simulator. */
export function serviceConfiguration(
  simulator: SimulatorAddresses,
  subscribers: readonly Subscriber[],
  dataDir: string,
  masterPassword: string,
) {
  return {
    dataDir,
    telephony: {
      bind: { address: simulator.sip.host, port: 0 },
      trunks: [
        {
          servers: [`${simulator.sip.host}:${simulator.sip.port}`],
          domain: simulator.sip.domain,
          ports: subscribers,
          callsPerSecond: 20,
        },
      ],
    },
    dialing: {
      ringTimeoutMs: RING_TIMEOUT_MS,
      retryMinuteMs: RETRY_MINUTE_MS,
      handOverGraceMs: HAND_OVER_GRACE_MS,
      abandonedCallMs: ABANDONED_CALL_MS,
    },
    bootstrap: { masterPassword },
  };
}
