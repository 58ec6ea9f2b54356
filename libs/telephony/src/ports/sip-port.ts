import { URI } from 'sip.js/lib/grammar/uri.js';
import type { UserAgent } from 'sip.js/lib/api/user-agent.js';
import type { AnsweredSessionDeps } from '../calls/answered-session.js';
import { DialledCall } from '../calls/dialled-call.js';
import type { DialRequest, PortState } from '../dialer-port.js';
import { mediaSessions } from '../rtp/media-session.js';
import type { SipSocket } from '../sip/sip-socket.js';
import { startUserAgent } from '../sip/user-agent.js';
import type { PortCredentials, TelephonyOptions } from '../telephony-options.js';
import { Registration, type RegistrationDeps } from './registration.js';

const PRODUCT = 'Marcador';

/** One SIP subscriber: its user agent, its registration, and the one call it carries. */
export class SipPort {
  private call: DialledCall | undefined;
  private leased = false;

  private constructor(
    readonly name: string,
    private readonly userAgent: UserAgent,
    private readonly registration: Registration,
    private readonly callDeps: AnsweredSessionDeps,
    private readonly onChange: () => void,
  ) {}

  static async start(
    socket: SipSocket,
    credentials: PortCredentials,
    options: TelephonyOptions,
    deps: RegistrationDeps,
  ): Promise<SipPort> {
    const { user, password, authorizationUser = user } = credentials;
    const userAgent = await startUserAgent({
      socket,
      user,
      domain: options.domain,
      credentials: { authorizationUser, password },
      product: PRODUCT,
      media: mediaSessions({ address: socket.address.host, rtpPorts: options.rtpPorts }),
      onResponse: (response) => port.call?.sawResponse(response),
    });
    const callDeps = { clock: deps.clock, transfer: options.transfer, uriOf: uriIn(options.domain) };
    const registration = new Registration(userAgent, options.registrationExpirySeconds, deps);
    const port = new SipPort(user, userAgent, registration, callDeps, deps.onChange);
    return port;
  }

  get state(): PortState {
    return { name: this.name, ...this.registration.current, busy: this.busy };
  }

  /** Whether it may take a call now. */
  get idle(): boolean {
    return !this.busy && this.registration.current.registration === 'registered';
  }

  register(delayMs: number): void {
    this.registration.start(delayMs);
  }

  lease(): void {
    this.leased = true;
  }

  dial(request: DialRequest): DialledCall {
    const call = new DialledCall(this.userAgent, this.callDeps, request);
    this.call = call;
    void call.over.then(() => {
      this.call = undefined;
      this.onChange();
    });
    return call;
  }

  /** Ends the lease, and the call if there still is one; the port is idle once that is off the wire. */
  release(): void {
    if (!this.leased) return;
    this.leased = false;
    this.call?.cancel();
    this.onChange();
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

  private get busy(): boolean {
    return this.leased || this.call !== undefined;
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
