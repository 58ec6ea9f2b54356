import { randomBytes } from 'node:crypto';
import { authorization, type DigestCredentials, type DigestRequest } from './authorization.js';
import { ALGORITHMS, type Challenge } from './challenge.js';

/** Who challenges: the user agent server (401) or a proxy on the way (407). */
export type Challenger = 'server' | 'proxy';

/** A challenge that is answered from now on, and how often its nonce was used. */
interface Standing {
  readonly challenger: Challenger;
  readonly challenge: Challenge;
  /** The same for all uses of the nonce: the algorithms with `-sess` make their key of the first one. */
  readonly cnonce: string;
  count: number;
}

/** Realms that are remembered: a platform has one or two, a hostile peer could name any number. */
const MOST_REALMS = 8;

/**
 * Answers the challenges to one subscriber. What was challenged once is answered beforehand in the requests that follow,
 * with a nonce count that grows (RFC 7616 §3.4), which saves each of them a round trip.
 */
export class Authenticator {
  private readonly standing = new Map<string, Standing>();

  constructor(private readonly credentials: DigestCredentials) {}

  /**
   * Takes up challenges: the strongest of each realm (RFC 8760 §2.4 lets us choose).
   * @returns those that are answered from now on; empty: none can be
   */
  take(challenger: Challenger, challenges: readonly Challenge[]): readonly Challenge[] {
    const strongest = new Map<string, Challenge>();
    for (const challenge of challenges) {
      const known = strongest.get(challenge.realm);
      if (known === undefined || rank(challenge) < rank(known)) strongest.set(challenge.realm, challenge);
    }
    const taken = [...strongest.values()].slice(0, MOST_REALMS);
    for (const challenge of taken) this.remember(challenger, challenge);
    return taken;
  }

  /** Challenges of this realm are no longer answered beforehand: the credentials were refused. */
  forget(challenger: Challenger, realm: string): void {
    this.standing.delete(keyOf(challenger, realm));
  }

  /** The header field values for a request; each call counts as a use of the nonces. */
  authorizations(challenger: Challenger, request: DigestRequest): string[] {
    const answered = [...this.standing.values()].filter((standing) => standing.challenger === challenger);
    return answered.map((standing) => {
      standing.count += 1;
      return authorization(standing.challenge, this.credentials, request, standing);
    });
  }

  private remember(challenger: Challenger, challenge: Challenge): void {
    const key = keyOf(challenger, challenge.realm);
    const old = this.standing.get(key);
    // A server may offer the nonce it has given out before: its count goes on.
    if (old?.challenge.nonce === challenge.nonce && rank(old.challenge) === rank(challenge)) return;
    this.standing.delete(key);
    const [oldest] = this.standing.keys();
    if (this.standing.size >= MOST_REALMS && oldest !== undefined) this.standing.delete(oldest);
    const cnonce = randomBytes(12).toString('base64url');
    this.standing.set(key, { challenger, challenge, cnonce, count: 0 });
  }
}

/** Less is stronger. */
function rank({ algorithm, session }: Challenge): number {
  return ALGORITHMS.indexOf(algorithm) * 2 + (session ? 0 : 1);
}

function keyOf(challenger: Challenger, realm: string): string {
  return `${challenger} ${realm}`;
}
