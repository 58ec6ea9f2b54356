import type { CallerId } from './calls/caller-id.js';
import type { RtpPortRange } from './rtp/rtp-ports.js';
import type { AudioWishes } from './sdp/offer-answer.js';
import type { AdmissionOptions } from './sip/admission/admission.js';
import type { ServerAddress } from './sip/location/locate.js';
import type { SipTransport } from './sip/transport/hop.js';
import type { SipBind } from './sip/transport/sockets.js';
import type { TlsSettings } from './sip/transport/tls-options.js';

/** What the telephony of a node is configured with. */
export interface TelephonyOptions {
  /** Where SIP listens; a wildcard is replaced by the address that leads to the first trunk. */
  readonly bind: SipBind;
  /** @default none of our own, servers are verified by whom Node.js trusts */
  readonly tls?: TlsSettings;
  /** DNS servers to ask instead of those of the host, `address` or `address:port` each. */
  readonly dnsServers?: readonly string[];
  /** UDP ports for RTP and RTCP, both ends included; even ones for RTP, those after them for RTCP. */
  readonly rtpPorts: RtpPortRange;
  /** Threads that carry audio. @default one less than the cores there are, 1–8 */
  readonly mediaWorkers?: number | undefined;
  /** Whose requests are heard. @default those of the trunks' servers */
  readonly admission?: AdmissionOptions;
  /** At least one; the users of their ports differ. */
  readonly trunks: readonly TrunkOptions[];
}

/** What every telephone speaks. */
export const DEFAULT_AUDIO: AudioWishes = { codecs: ['PCMA', 'PCMU'], srtp: 'off' };

/** A communication platform and our subscribers on it. */
export interface TrunkOptions {
  readonly name: string;
  /** Registrars and outbound proxies at once, best first; each is found by RFC 3263. At least one. */
  readonly servers: readonly ServerAddress[];
  /** @default 'udp' */
  readonly transport?: SipTransport;
  /** What keeps the way through an address translator open over UDP. @default 'none' */
  readonly keepAlive?: 'none' | 'crlf' | 'options';
  /** The SIP domain of the subscribers and of the numbers they dial. */
  readonly domain: string;
  readonly ports: readonly PortCredentials[];
  /** The only realms whose digest challenges are answered. @default the registrar's; of others those of proxies, within the call */
  readonly realms?: readonly string[] | undefined;
  /** What is asked for in REGISTER; the registrar may grant less. */
  readonly registrationExpirySeconds: number;
  /** REGISTERs a second over all ports of the trunk, evenly spread; those that answer a challenge come on top. @default 100 */
  readonly registrationsPerSecond?: number;
  /** What the audio of its calls may be. @default {@link DEFAULT_AUDIO} */
  readonly media?: AudioWishes;
  /** INVITEs a second over all ports of the trunk. */
  readonly callsPerSecond: number;
  readonly transfer: {
    /**
     * `attended`: the target is called first, from a port of its own, and the person takes the place of that call
     * (RFC 3891). @default 'blind'
     */
    readonly kind?: 'blind' | 'attended';
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
  /** How many addresses of a 3xx are tried at most, with the same number only. @default 0: a redirected call has failed */
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
