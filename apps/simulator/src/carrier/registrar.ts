import type { Clock, Timer } from '@marcador/platform/clock.js';
import type { EventLog } from '../event-log.js';
import type { DigestGuard } from '../sip/digest.js';
import { header, headers, parameter, type SipRequest } from '../sip/message.js';
import type { Answer, ServerTransaction } from '../sip/server-transaction.js';
import { addressOf, parseUri } from '../sip/uri.js';

/** What the registrar grants, seconds. */
export interface RegistrationLimits {
  readonly minSeconds: number;
  readonly maxSeconds: number;
}

interface Binding {
  readonly contact: string;
  readonly expiry: Timer;
}

/** Keeps where each subscriber can be reached (RFC 3261 §10.3). A subscriber is one telephone: it has one contact. */
export class Registrar {
  private readonly bindings = new Map<string, Binding>();

  constructor(
    private readonly guard: DigestGuard,
    private readonly limits: RegistrationLimits,
    private readonly clock: Clock,
    private readonly log: EventLog,
  ) {}

  isRegistered(user: string): boolean {
    return this.bindings.has(user);
  }

  /** Users and their contacts. */
  list(): readonly { readonly user: string; readonly contact: string }[] {
    return [...this.bindings].map(([user, { contact }]) => ({ user, contact }));
  }

  /** Answers a REGISTER. */
  register(transaction: ServerTransaction): void {
    const { request } = transaction;
    const user = parseUri(addressOf(header(request, 'to')))?.user ?? '';
    const verdict = this.guard.judge(request, 'authorization');
    if (verdict.kind === 'challenge') {
      transaction.respond(401, { headers: [['WWW-Authenticate', verdict.value]] });
    } else if (verdict.kind === 'refused' || verdict.user !== user) {
      this.refuse(transaction, user, 403);
    } else {
      this.bind(transaction, user);
    }
  }

  /** Forgets a subscriber that went away without a word, or all of them. */
  forget(user?: string): void {
    for (const name of user === undefined ? [...this.bindings.keys()] : [user])
      this.unbind(name, 'forgotten');
  }

  private bind(transaction: ServerTransaction, user: string): void {
    const { request } = transaction;
    const [contact] = headers(request, 'contact');
    if (contact === undefined) {
      this.accept(transaction, user);
      return;
    }
    const asked = secondsAsked(request, contact);
    if (asked === 0) {
      this.unbind(user, 'asked');
      this.accept(transaction, user);
    } else if (asked < this.limits.minSeconds) {
      this.refuse(transaction, user, 423, { headers: [['Min-Expires', String(this.limits.minSeconds)]] });
    } else {
      const expiresSeconds = Math.min(asked, this.limits.maxSeconds);
      this.bindings.get(user)?.expiry.cancel();
      const address = addressOf(contact);
      const expiry = this.clock.setTimer(expiresSeconds * 1000, () => this.unbind(user, 'expired'));
      this.bindings.set(user, { contact: address, expiry });
      this.log.append({ type: 'registered', user, contact: address, expiresSeconds });
      this.accept(transaction, user, expiresSeconds);
    }
  }

  private accept(transaction: ServerTransaction, user: string, expiresSeconds?: number): void {
    const contact = this.bindings.get(user)?.contact;
    const expires = expiresSeconds === undefined ? '' : `;expires=${expiresSeconds}`;
    transaction.respond(
      200,
      contact === undefined ? {} : { headers: [['Contact', `<${contact}>${expires}`]] },
    );
  }

  private refuse(transaction: ServerTransaction, user: string, code: number, answer: Answer = {}): void {
    this.log.append({ type: 'registration-refused', user, code });
    transaction.respond(code, answer);
  }

  private unbind(user: string, reason: 'asked' | 'expired' | 'forgotten'): void {
    const binding = this.bindings.get(user);
    if (binding === undefined) return;
    binding.expiry.cancel();
    this.bindings.delete(user);
    this.log.append({ type: 'unregistered', user, reason });
  }
}

const DEFAULT_SECONDS = 3600;

function secondsAsked(request: SipRequest, contact: string): number {
  const asked = parameter(contact, 'expires') ?? header(request, 'expires');
  return /^\d+$/.test(asked) ? Number(asked) : DEFAULT_SECONDS;
}
