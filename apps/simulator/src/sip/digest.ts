import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { header, type SipRequest } from './message.js';

export type DigestAlgorithm = 'MD5' | 'SHA-256';

/** Whether a request's credentials are good: accepted for a user, to be challenged (again), or wrong for good. */
export type DigestVerdict =
  | { readonly kind: 'accepted'; readonly user: string }
  | { readonly kind: 'challenge'; readonly value: string }
  | { readonly kind: 'refused'; readonly user: string };

/**
 * The server's side of digest authentication (RFC 3261 §22, RFC 7616, RFC 8760) with `qop=auth`. A nonce carries its
 * own time and signature, so none is stored; an old one is challenged anew with `stale=true`.
 */
export class DigestGuard {
  private readonly key = randomBytes(16);

  constructor(
    private readonly options: {
      readonly realm: string;
      readonly algorithm: DigestAlgorithm;
      /** How long a nonce can be used, ms. */
      readonly nonceMs: number;
      /** The user's password, or `undefined` for a stranger. */
      password(user: string): string | undefined;
      now(): number;
    },
  ) {}

  /** Judges the Authorization or Proxy-Authorization header of the request. */
  judge(request: SipRequest, headerName: 'authorization' | 'proxy-authorization'): DigestVerdict {
    const given = fields(header(request, headerName));
    const nonce = given.get('nonce') ?? '';
    if (given.get('realm') !== this.options.realm) return this.challenge(false);
    const user = given.get('username') ?? '';
    const password = this.options.password(user);
    if (password === undefined || !this.matches(given, user, password, request.method)) {
      return { kind: 'refused', user };
    }
    return this.isFresh(nonce) ? { kind: 'accepted', user } : this.challenge(true);
  }

  private challenge(stale: boolean): DigestVerdict {
    const time = this.options.now().toString(36);
    const { realm, algorithm } = this.options;
    const value = `Digest realm="${realm}", nonce="${time}.${this.sign(time)}", algorithm=${algorithm}, qop="auth"`;
    return { kind: 'challenge', value: stale ? `${value}, stale=true` : value };
  }

  private isFresh(nonce: string): boolean {
    const [time = '', signature = ''] = nonce.split('.');
    const age = this.options.now() - parseInt(time, 36);
    return equal(signature, this.sign(time)) && age <= this.options.nonceMs;
  }

  private sign(time: string): string {
    return createHmac('sha256', this.key).update(time).digest('hex').slice(0, 32);
  }

  private matches(
    given: ReadonlyMap<string, string>,
    user: string,
    password: string,
    method: string,
  ): boolean {
    const { realm, algorithm } = this.options;
    const hash = (text: string) =>
      createHash(algorithm === 'MD5' ? 'md5' : 'sha256')
        .update(text)
        .digest('hex');
    const part = (name: string) => given.get(name) ?? '';
    const secret = hash(`${user}:${realm}:${password}`);
    const target = hash(`${method}:${part('uri')}`);
    const middle = [part('nonce'), part('nc'), part('cnonce'), part('qop')].join(':');
    return part('qop') === 'auth' && equal(part('response'), hash(`${secret}:${middle}:${target}`));
  }
}

function fields(value: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const [, name = '', quoted, plain] of value.matchAll(
    /([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,]+))/gi,
  )) {
    found.set(name.toLowerCase(), quoted ?? plain ?? '');
  }
  return found;
}

function equal(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}
