import { C } from 'sip.js/lib/core/messages/methods/constants.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { URI } from 'sip.js/lib/grammar/uri.js';
import type { UserAgent } from 'sip.js/lib/api/user-agent.js';
import type { InviterDeps } from '../calls/call-inviter.js';
import { DialledCall } from '../calls/dialled-call.js';
import type { DialRequest, PortState } from '../dialer-port.js';
import type { Media } from '../media/media.js';
import { mediaSessions } from '../rtp/media-session.js';
import type { TrunkServers } from '../sip/servers/trunk-servers.js';
import type { SipSocket } from '../sip/sip-socket.js';
import { startUserAgent } from '../sip/user-agent.js';
import { DEFAULT_AUDIO, type PortCredentials, type TrunkOptions } from '../telephony-options.js';
import { consultationPort } from './consultation-port.js';
import type { LeasablePort } from './leasable-port.js';
import type { RegisterGate } from './register-gate.js';
import { Registration, type RegistrationDeps } from './registration.js';
import { retryAfterMs } from '../sip/retry-after.js';
import type { Trunk } from './trunk.js';

/** What the ports of a trunk have in common. */
export interface SipPortTrunk {
  readonly trunk: Trunk;
  readonly servers: TrunkServers;
  readonly options: TrunkOptions;
  /** Where their REGISTERs wait for their turn. */
  readonly gate: RegisterGate;
}

export interface SipPortDeps extends RegistrationDeps {
  readonly socket: SipSocket;
  readonly media: Media;
}

const PRODUCT = 'Marcador';

/** One SIP subscriber: its user agent, its registration, and the one call it carries. */
export class SipPort implements LeasablePort {
  private call: DialledCall | undefined;
  private leased = false;

  private constructor(
    readonly name: string,
    private readonly userAgent: UserAgent,
    private readonly registration: Registration,
    private readonly callDeps: InviterDeps,
    private readonly trunk: Trunk,
    private readonly servers: TrunkServers,
    private readonly gate: RegisterGate,
  ) {}

  static async start(
    credentials: PortCredentials,
    { trunk, servers, options, gate }: SipPortTrunk,
    deps: SipPortDeps,
  ): Promise<SipPort> {
    const { socket, media } = deps;
    const { user, password, authorizationUser = user } = credentials;
    const userAgent = await startUserAgent({
      socket,
      servers,
      user,
      domain: options.domain,
      credentials: { user: authorizationUser, password },
      realms: options.realms,
      product: PRODUCT,
      media: mediaSessions({ media, audio: options.media ?? DEFAULT_AUDIO }),
      onResponse: (response) => port.sawResponse(response),
      sessionTimer: options.calls?.sessionIntervalSeconds !== undefined,
    });
    const { domain, transfer, calls = {}, registrationExpirySeconds } = options;
    const { clock, random } = deps;
    const leaseAnother = () => consultationPort(trunk, clock);
    const callDeps = { clock, random, transfer, uriOf: uriIn(domain), leaseAnother, domain, calls };
    const onChange = () => trunk.changed(port);
    const registering = { expirySeconds: registrationExpirySeconds, gate };
    const registration = new Registration(userAgent, registering, deps, onChange);
    const port = new SipPort(user, userAgent, registration, callDeps, trunk, servers, gate);
    trunk.add(port);
    return port;
  }

  get state(): Omit<PortState, 'trunk'> {
    return { name: this.name, ...this.registration.current, busy: this.busy };
  }

  get registered(): boolean {
    return this.registration.registered;
  }

  get sipCode(): number | undefined {
    return this.registration.current.sipCode;
  }

  get busy(): boolean {
    return this.leased || this.call !== undefined;
  }

  register(): void {
    this.registration.start();
  }

  /** {@link Registration.renew} */
  renew(isMoved: boolean): void {
    this.registration.renew(isMoved);
  }

  lease(): void {
    this.leased = true;
    this.trunk.changed(this);
  }

  dial(request: DialRequest): DialledCall {
    const call = new DialledCall(this.userAgent, this.callDeps, request);
    this.call = call;
    void call.over.then(() => {
      this.call = undefined;
      this.trunk.changed(this);
    });
    return call;
  }

  release(): void {
    if (!this.leased) return;
    this.leased = false;
    this.call?.cancel();
    this.trunk.changed(this);
  }

  /** Ends its call and its registration. */
  async stop(): Promise<void> {
    const { call } = this;
    call?.cancel();
    await Promise.all([call?.over, this.registration.stop()]);
  }

  /** Drops what `stop` left over. */
  async dispose(): Promise<void> {
    await this.userAgent.stop();
  }

  private sawResponse(response: IncomingResponseMessage): void {
    this.call?.sawResponse(response);
    // While another server can take it, the trunk can.
    if (response.statusCode !== 503 || !this.servers.isHeldBack) return;
    if (response.method === C.INVITE) this.trunk.holdBack(retryAfterMs(response));
    if (response.method === C.REGISTER) this.gate.holdBack(retryAfterMs(response));
  }
}

/** A number or queue in the domain, or the address a whole SIP URI names. */
function uriIn(domain: string): (target: string) => URI {
  return (target) => {
    const [, user, host, port] = /^sips?:([^@]+)@(\[[^\]]+\]|[^:;?]+)(?::(\d+))?/.exec(target) ?? [];
    if (user === undefined || host === undefined) return new URI('sip', target, domain);
    return new URI('sip', user, host, port === undefined ? undefined : Number(port));
  };
}
