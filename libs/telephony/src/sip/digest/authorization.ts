import { createHash } from 'node:crypto';
import type { Challenge, DigestAlgorithm } from './challenge.js';

/** A user of the server. */
export interface DigestCredentials {
  readonly user: string;
  readonly password: string;
}

/** The request that is to be authorised. */
export interface DigestRequest {
  readonly method: string;
  /** The request URI as it goes out. */
  readonly uri: string;
  readonly body: string;
}

/** How often a nonce was used, this time included, and our own nonce for it. */
export interface NonceUse {
  readonly count: number;
  readonly cnonce: string;
}

const HASHES: Readonly<Record<DigestAlgorithm, string>> = {
  'SHA-512-256': 'sha512-256',
  'SHA-256': 'sha256',
  MD5: 'md5',
};

/** The value of an Authorization or Proxy-Authorization header field that answers a challenge (RFC 7616 §3.4). */
export function authorization(
  challenge: Challenge,
  credentials: DigestCredentials,
  request: DigestRequest,
  use: NonceUse,
): string {
  const { realm, nonce, opaque, algorithmToken, qop } = challenge;
  const nc = use.count.toString(16).padStart(8, '0');
  const fields = [
    `username=${quoted(credentials.user)}`,
    `realm=${quoted(realm)}`,
    `nonce=${quoted(nonce)}`,
    `uri=${quoted(request.uri)}`,
    `response="${responseTo(challenge, credentials, request, use.cnonce, nc)}"`,
    ...(algorithmToken === undefined ? [] : [`algorithm=${algorithmToken}`]),
    ...(opaque === undefined ? [] : [`opaque=${quoted(opaque)}`]),
    ...(qop === undefined ? [] : [`qop=${qop}`, `nc=${nc}`]),
    ...(qop === undefined && !challenge.session ? [] : [`cnonce=${quoted(use.cnonce)}`]),
  ];
  return `Digest ${fields.join(', ')}`;
}

function responseTo(
  { realm, nonce, algorithm, session, qop }: Challenge,
  { user, password }: DigestCredentials,
  { method, uri, body }: DigestRequest,
  cnonce: string,
  nc: string,
): string {
  const hash = (text: string) => createHash(HASHES[algorithm]).update(text).digest('hex');
  const secret = hash(`${user}:${realm}:${password}`);
  const a1 = session ? hash(`${secret}:${nonce}:${cnonce}`) : secret;
  const a2 = hash(qop === 'auth-int' ? `${method}:${uri}:${hash(body)}` : `${method}:${uri}`);
  return hash(qop === undefined ? `${a1}:${nonce}:${a2}` : `${a1}:${nonce}:${nc}:${cnonce}:${qop}:${a2}`);
}

function quoted(value: string): string {
  return `"${value.replace(/[\\"]/g, '\\$&')}"`;
}
