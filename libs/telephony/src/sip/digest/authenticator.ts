import { randomBytes } from 'node:crypto';
import { authorization, type DigestCredentials, type DigestRequest } from './authorization.js';
import { ALGORITHMS, type Challenge } from './challenge.js';

/** Who challenges: the user agent server (401) or a proxy on the way (407). */
export type Challenger = 'server' | 'proxy';

/** The request that was challenged, or is to be authorised. */
export interface Challenged {
  readonly method: string;
  readonly callId: string;
}

/** A challenge that is answered from now on, and how often its nonce was used. */
interface Standing {
  readonly challenger: Challenger;
  readonly challenge: Challenge;
  /** The same for all uses of the nonce: the algorithms with `-sess` make their key of the first one. */
  readonly cnonce: string;
  count: number;
}

export interface AuthenticatorOptions {
  /** The realms of the platform, where they are known: no other is answered. */
  readonly realms?: readonly string[] | undefined;
  /** A challenge of this realm was left unanswered. Called once for a realm. */
  readonly onStranger?: (realm: string) => void;
}

/** Realms that are remembered: a platform has one or two, a hostile peer could name any number. */
const MOST_REALMS = 8;

/**
 * Answers the challenges to one subscriber. What was challenged once is answered beforehand in the requests that follow,
 * with a nonce count that grows (RFC 7616 §3.4), which saves each of them a round trip.
 *
 * Whoever gets an answer can guess at the password with it for as long as he likes, and a call may reach anybody. So the
 * realms of the platform are those that are given, or else those that challenge a REGISTER; only they are answered in all
 * requests. Another one is answered within its call (RFC 3261 §22.3), and only where it may be a proxy of the platform's: it
 * asks as a proxy, or the platform has asked for nothing itself.
 */
export class Authenticator {
  private readonly own = new Map<string, Standing>();
  /** Those that a REGISTER was challenged in. */
  private readonly registrars = new Set<string>();
  private readonly guests = new Map<string, Standing>();
  /** The call that the guests are of. */
  private guestsCall: string | undefined;
  private readonly strangers = new Set<string>();

  constructor(
    private readonly credentials: DigestCredentials,
    private readonly options: AuthenticatorOptions = {},
  ) {}

  /**
   * Takes up challenges: the strongest of each realm (RFC 8760 §2.4 lets us choose).
   * @returns those that are answered from now on; empty: none can be
   */
  take(
    challenger: Challenger,
    challenges: readonly Challenge[],
    { method, callId }: Challenged,
  ): readonly Challenge[] {
    const strongest = new Map<string, Challenge>();
    for (const challenge of challenges) {
      const known = strongest.get(challenge.realm);
      if (known === undefined || rank(challenge) < rank(known)) strongest.set(challenge.realm, challenge);
    }
    const taken: Challenge[] = [];
    for (const challenge of [...strongest.values()].slice(0, MOST_REALMS)) {
      const { realm } = challenge;
      if (method === 'REGISTER') this.learn(realm);
      if (this.isOwn(realm)) remember(this.own, challenger, challenge);
      else if (this.mayBeProxy(challenger)) remember(this.guestsOf(callId), challenger, challenge);
      else {
        this.leave(realm);
        continue;
      }
      taken.push(challenge);
    }
    return taken;
  }

  /** Challenges of this realm are no longer answered beforehand: the credentials were refused. */
  forget(challenger: Challenger, realm: string): void {
    for (const standing of [this.own, this.guests]) standing.delete(keyOf(challenger, realm));
  }

  /** The header field values for a request; each call counts as a use of the nonces. */
  authorizations(challenger: Challenger, request: DigestRequest, callId: string): string[] {
    const guests = callId === this.guestsCall ? [...this.guests.values()] : [];
    const answered = [...this.own.values(), ...guests].filter(
      (standing) => standing.challenger === challenger,
    );
    return answered.map((standing) => {
      standing.count += 1;
      return authorization(standing.challenge, this.credentials, request, standing);
    });
  }

  private learn(realm: string): void {
    const [oldest] = this.registrars;
    if (this.registrars.size >= MOST_REALMS && oldest !== undefined) this.registrars.delete(oldest);
    this.registrars.add(realm);
  }

  private isOwn(realm: string): boolean {
    return this.options.realms?.includes(realm) ?? this.registrars.has(realm);
  }

  private mayBeProxy(challenger: Challenger): boolean {
    return this.options.realms === undefined && (challenger === 'proxy' || this.registrars.size === 0);
  }

  private guestsOf(callId: string): Map<string, Standing> {
    if (callId !== this.guestsCall) this.guests.clear();
    this.guestsCall = callId;
    return this.guests;
  }

  private leave(realm: string): void {
    if (this.strangers.size >= MOST_REALMS || this.strangers.has(realm)) return;
    this.strangers.add(realm);
    this.options.onStranger?.(realm);
  }
}

function remember(standing: Map<string, Standing>, challenger: Challenger, challenge: Challenge): void {
  const key = keyOf(challenger, challenge.realm);
  const old = standing.get(key);
  // A server may offer the nonce it has given out before: its count goes on.
  if (old?.challenge.nonce === challenge.nonce && rank(old.challenge) === rank(challenge)) return;
  standing.delete(key);
  const [oldest] = standing.keys();
  if (standing.size >= MOST_REALMS && oldest !== undefined) standing.delete(oldest);
  standing.set(key, { challenger, challenge, cnonce: randomBytes(12).toString('base64url'), count: 0 });
}

/** Less is stronger. */
function rank({ algorithm, session }: Challenge): number {
  return ALGORITHMS.indexOf(algorithm) * 2 + (session ? 0 : 1);
}

function keyOf(challenger: Challenger, realm: string): string {
  return `${challenger} ${realm}`;
}
