import type { CallerId } from './calls/caller-id.js';
import type { AdmissionOptions } from './sip/admission/admission.js';

/** What the telephony of a node is configured with. */
export interface TelephonyOptions {
  /** Local address and UDP port for SIP; port 0 takes a free one. */
  readonly bind: { readonly address: string; readonly port: number };
  /** UDP ports for RTP, both ends included; even ones are used. */
  readonly rtpPorts: { readonly min: number; readonly max: number };
  /** Whose requests are heard. @default those of the trunks' servers */
  readonly admission?: AdmissionOptions;
  /** At least one; the users of their ports differ. */
  readonly trunks: readonly TrunkOptions[];
}

/** A communication platform and our subscribers on it. */
export interface TrunkOptions {
  readonly name: string;
  /** The registrar, which is also where every request is sent. */
  readonly registrar: { readonly host: string; readonly port: number };
  /** The SIP domain of the subscribers and of the numbers they dial. */
  readonly domain: string;
  readonly ports: readonly PortCredentials[];
  /** What is asked for in REGISTER; the registrar may grant less. */
  readonly registrationExpirySeconds: number;
  /** INVITEs a second over all ports of the trunk. */
  readonly callsPerSecond: number;
  readonly transfer: {
    /** The sipfrag that counts as handed over: a 2xx, or a queue's 180–183 too. */
    readonly successOn: 'answered' | 'ringing';
    /** How long after the REFER's 2xx the hand-over may take, ms. */
    readonly timeoutMs: number;
    /** Whether to be notified of the hand-over; without it the 2xx is the success (RFC 4488). @default true */
    readonly subscription?: boolean;
  };
  readonly calls?: CallOptions;
}

/** How calls are made. */
export interface CallOptions {
  /** The session interval to ask for, s, 90 at least (RFC 4028); without it sessions do not expire. */
  readonly sessionIntervalSeconds?: number;
  /** How many addresses of a 3xx are tried at most. @default 0: a redirected call has failed */
  readonly maxRedirections?: number;
  /** Who calls, where the call itself does not say. */
  readonly callerId?: CallerId;
}

/** A SIP subscriber. */
export interface PortCredentials {
  readonly user: string;
  /** Differs from `user` on some platforms. */
  readonly authorizationUser?: string;
  readonly password: string;
}
