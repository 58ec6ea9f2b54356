import { createHash } from 'node:crypto';
import { DigestGuard, type DigestAlgorithm } from './digest.js';
import type { SipRequest } from './message.js';

let now = 0;
const guardOf = (algorithm: DigestAlgorithm) =>
  new DigestGuard({
    realm: 'carrier.example',
    algorithm,
    nonceMs: 60_000,
    password: (user) => (user === '1001' ? 'secret' : undefined),
    now: () => now,
  });

const request = (authorization?: string): SipRequest => ({
  method: 'REGISTER',
  uri: 'sip:carrier.example',
  headers: authorization === undefined ? [] : [['authorization', authorization]],
  body: '',
});

function challengeOf(guard: DigestGuard): string {
  const verdict = guard.judge(request(), 'authorization');
  if (verdict.kind !== 'challenge') throw new Error('a request without credentials must be challenged');
  return verdict.value;
}

/** The client's side, as RFC 7616 §3.4.1 has it. */
function credentials(challenge: string, user: string, password: string, hashName = 'md5'): string {
  const hash = (text: string) => createHash(hashName).update(text).digest('hex');
  const nonce = /nonce="([^"]+)"/.exec(challenge)?.[1] ?? '';
  const secret = hash(`${user}:carrier.example:${password}`);
  const response = hash(`${secret}:${nonce}:00000001:c0:auth:${hash('REGISTER:sip:carrier.example')}`);
  return (
    `Digest username="${user}", realm="carrier.example", nonce="${nonce}", uri="sip:carrier.example", ` +
    `response="${response}", cnonce="c0", qop=auth, nc=00000001`
  );
}

it.each([
  ['MD5', 'md5'],
  ['SHA-256', 'sha256'],
] as const)('accepts the right password by %s', (algorithm, hashName) => {
  const guard = guardOf(algorithm);
  const challenge = challengeOf(guard);
  expect(challenge).toContain(`algorithm=${algorithm}`);
  const given = request(credentials(challenge, '1001', 'secret', hashName));
  expect(guard.judge(given, 'authorization')).toEqual({ kind: 'accepted', user: '1001' });
});

it('refuses a wrong password and an unknown user for good', () => {
  const guard = guardOf('MD5');
  const challenge = challengeOf(guard);
  for (const [user, password] of [
    ['1001', 'wrong'],
    ['1002', 'secret'],
  ] as const) {
    const verdict = guard.judge(request(credentials(challenge, user, password)), 'authorization');
    expect(verdict).toEqual({ kind: 'refused', user });
  }
});

it('challenges an old nonce again as stale, and one that it never made', () => {
  const guard = guardOf('MD5');
  const old = credentials(challengeOf(guard), '1001', 'secret');
  now += 60_001;
  expect(guard.judge(request(old), 'authorization')).toMatchObject({
    kind: 'challenge',
    value: expect.stringContaining('stale=true') as unknown,
  });
  const foreign = credentials(challengeOf(guardOf('MD5')), '1001', 'secret');
  expect(guard.judge(request(foreign), 'authorization')).toMatchObject({ kind: 'challenge' });
});
