import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { UserAgent } from 'sip.js/lib/api/user-agent.js';
import { C } from 'sip.js/lib/core/messages/methods/constants.js';
import type { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import type { OutgoingRequestMessage } from 'sip.js/lib/core/messages/outgoing-request-message.js';
import { URI } from 'sip.js/lib/grammar/uri.js';
import { isMadeUp } from '../calls/call-failure.js';
import type { PortState } from '../dialer-port.js';
import { retryAfterMs } from '../sip/retry-after.js';
import type { TelephonyLog } from '../log.js';
import type { RegisterGate } from './register-gate.js';

export interface RegistrationDeps {
  readonly clock: Clock;
  readonly log: TelephonyLog;
  /** 0 ≤ n < 1. */
  readonly random: () => number;
}

/** What a registration is kept up with. */
export interface RegistrationSettings {
  /** What is asked for; the registrar may grant less. */
  readonly expirySeconds: number;
  /** Where its REGISTERs wait for their turn. */
  readonly gate: RegisterGate;
}

/** A refusal of what we are rarely heals by itself, and asking often may lock the subscriber out. */
const REFUSED_RETRY_MS = 30_000;
const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 60_000;
/** Re-registered when between these parts of the granted time are over, so that the ports do not all do it at once. */
const EARLIEST_REFRESH = 0.6;
const LATEST_REFRESH = 0.8;
/** A registrar that finds less than this too short is not followed: a week. */
const LONGEST_EXPIRY_SECONDS = 7 * 86_400;

/** Keeps one address registered (RFC 3261 §10.2), with digest where challenged; tries again when it fails. */
export class Registration {
  private state: PortState['registration'] = 'registering';
  private since: Date;
  private code: number | undefined;
  private expirySeconds: number;
  /** When what was granted is over, ms. */
  private expiresAt = 0;
  private failures = 0;
  /** The last REGISTER was found too short. */
  private lengthened = false;
  private cseq = 0;
  private last: OutgoingRequestMessage | undefined;
  private timer: Timer | undefined;
  /** Its place at the gate. */
  private turn: Timer | undefined;
  private readonly gate: RegisterGate;
  /** The REGISTER whose answer counts. */
  private attempt: object | undefined;
  private stopped = false;

  constructor(
    private readonly userAgent: UserAgent,
    { expirySeconds, gate }: RegistrationSettings,
    private readonly deps: RegistrationDeps,
    private readonly onChange: () => void,
  ) {
    this.expirySeconds = expirySeconds;
    this.gate = gate;
    this.since = deps.clock.now();
  }

  get current(): Pick<PortState, 'registration' | 'since' | 'sipCode'> {
    const { state: registration, since, code: sipCode } = this;
    return sipCode === undefined ? { registration, since } : { registration, since, sipCode };
  }

  get registered(): boolean {
    return this.state === 'registered';
  }

  /** Registers, and keeps the registration up from then on. */
  start(): void {
    this.register();
  }

  /**
   * Registers again, before it would be time.
   * @param isMoved at another registrar, or at one that had gone: until it has granted it, there is no registration
   */
  renew(isMoved: boolean): void {
    if (this.stopped) return;
    // What the former registrar still answers counts no more.
    this.attempt = undefined;
    if (isMoved && this.state === 'registered') this.change('registering', undefined);
    this.register();
  }

  /** Removes the registration; resolves when that was answered, or not within Timer F. */
  async stop(): Promise<void> {
    this.stopped = true;
    this.timer?.cancel();
    this.turn?.cancel();
    if (this.state !== 'registered') return;
    this.enter('registering');
    await new Promise<void>((resolve) => this.gate.pass(() => this.send(0, () => resolve())));
  }

  /** Sends a REGISTER in its turn; what was granted before may be over meanwhile. */
  private register(): void {
    this.timer?.cancel();
    if (this.registered)
      this.timer = this.deps.clock.setTimer(this.expiresAt - this.now, () => this.expired());
    this.turn?.cancel();
    this.turn = this.gate.pass(() => {
      const attempt = {};
      this.attempt = attempt;
      this.send(this.expirySeconds, (response) => {
        if (this.attempt === attempt) this.answered(response);
      });
    });
  }

  private registerIn(delayMs: number): void {
    this.timer?.cancel();
    this.timer = this.deps.clock.setTimer(delayMs, () => this.register());
  }

  private expired(): void {
    this.deps.log.warn(
      { port: this.userAgent.configuration.uri.user },
      'SIP registration was over before it was renewed',
    );
    this.change('registering', undefined);
  }

  private send(expirySeconds: number, done: (response: IncomingResponseMessage) => void): void {
    const { userAgentCore: core, contact, configuration } = this.userAgent;
    // A challenge has raised the number of the last one; all REGISTERs share a Call-ID (RFC 3261 §10.2).
    this.cseq = Math.max(this.cseq, this.last?.cseq ?? 0) + 1;
    const message = core.makeOutgoingRequestMessage(
      C.REGISTER,
      new URI('sip', '', configuration.uri.host),
      configuration.uri,
      configuration.uri,
      {
        cseq: this.cseq,
        optionTags: ['path'],
        ...(this.last === undefined ? {} : { callId: this.last.callId }),
      },
      [
        `Contact: ${contact.toString({ register: true })};expires=${expirySeconds}`,
        `Expires: ${expirySeconds}`,
      ],
    );
    this.last = message;
    core.register(message, {
      onAccept: (response) => done(response.message),
      onRedirect: (response) => done(response.message),
      onReject: (response) => done(response.message),
    });
  }

  private answered(response: IncomingResponseMessage): void {
    if (this.stopped) return;
    const statusCode = response.statusCode ?? 0;
    if (statusCode < 300) this.accepted(response);
    else if (statusCode === 423 && this.lengthen(response)) this.register();
    else this.failed(response, statusCode);
  }

  private accepted(response: IncomingResponseMessage): void {
    this.failures = 0;
    this.lengthened = false;
    const grantedMs = this.grantedSeconds(response) * 1000;
    this.expiresAt = this.now + grantedMs;
    const part = EARLIEST_REFRESH + (LATEST_REFRESH - EARLIEST_REFRESH) * this.deps.random();
    this.registerIn(grantedMs * part);
    this.change('registered', undefined);
  }

  /**
   * The registrar finds our time too short (RFC 3261 §10.2.8).
   * @returns whether it named a longer one, and not for the second time in a row: that could go on for ever
   */
  private lengthen(response: IncomingResponseMessage): boolean {
    const least = secondsIn(response.getHeader('min-expires'));
    if (this.lengthened || least <= this.expirySeconds || least > LONGEST_EXPIRY_SECONDS) return false;
    this.expirySeconds = least;
    this.lengthened = true;
    return true;
  }

  private failed(response: IncomingResponseMessage, statusCode: number): void {
    this.lengthened = false;
    const unanswered = isMadeUp(response);
    const backOff = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** this.failures++);
    const least = !unanswered && statusCode < 500 ? REFUSED_RETRY_MS : 0;
    const asked = retryAfterMs(response);
    this.registerIn(Math.max(backOff * (0.5 + 0.5 * this.deps.random()), least, asked));
    const { user } = this.userAgent.configuration.uri;
    const cause = unanswered
      ? 'no answer from the registrar'
      : `${statusCode} ${response.reasonPhrase ?? ''}`;
    this.deps.log.warn({ port: user, cause }, 'SIP registration failed; it will be tried again');
    this.change('failed', unanswered ? undefined : statusCode);
  }

  /**
   * What was granted to our contact; a registrar lists those of other phones of the subscriber too. One that grants more
   * than was asked for may have no such thing in mind: it is asked again in the time that was.
   */
  private grantedSeconds(response: IncomingResponseMessage): number {
    const { uri } = this.userAgent.contact;
    const ours = response.getHeaders('contact').flatMap((_, index) => {
      const contact = response.parseHeader('contact', index) as
        { uri: URI; getParam(name: string): string | null | undefined } | undefined;
      const isOurs = contact?.uri.user === uri.user && contact?.uri.host === uri.host;
      return isOurs ? [{ port: contact.uri.port, expires: secondsIn(contact.getParam('expires')) }] : [];
    });
    // Where our connection had to leave from another port, the latest is what was granted last.
    const same = ours.find(({ port, expires }) => port === uri.port && expires > 0);
    const granted = same?.expires ?? Math.max(0, ...ours.map(({ expires }) => expires));
    if (granted > 0) return Math.min(granted, this.expirySeconds);
    const expires = secondsIn(response.getHeader('expires'));
    return expires > 0 ? Math.min(expires, this.expirySeconds) : this.expirySeconds;
  }

  private change(state: PortState['registration'], code: number | undefined): void {
    this.enter(state);
    this.code = code;
    this.onChange();
  }

  private get now(): number {
    return this.deps.clock.now().getTime();
  }

  private enter(state: PortState['registration']): void {
    if (state !== this.state) this.since = this.deps.clock.now();
    this.state = state;
  }
}

/** Whole seconds (RFC 3261 §25.1: delta-seconds); 0 for what are none. */
function secondsIn(text: string | null | undefined): number {
  return /^\s*\d{1,10}\s*$/.test(text ?? '') ? Number(text) : 0;
}
