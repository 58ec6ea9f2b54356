import fc from 'fast-check';
import { readChallenges } from './challenge.js';

describe('the challenges of a response', () => {
  it('are read from one header field or several, whatever their spacing', () => {
    const one = readChallenges([
      'Digest realm="a, \\"b\\"",nonce="n1" , qop="auth-int, auth",algorithm=SHA-256, Digest  realm="c",nonce="n2"',
      'digest Realm="d",\t nonce="n3", ALGORITHM=md5-sess, stale=TRUE, opaque="o=1", domain="sip:x"',
    ]);
    expect(one).toEqual([
      {
        realm: 'a, "b"',
        nonce: 'n1',
        opaque: undefined,
        stale: false,
        algorithm: 'SHA-256',
        session: false,
        algorithmToken: 'SHA-256',
        qop: 'auth',
      },
      expect.objectContaining({ realm: 'c', nonce: 'n2', algorithm: 'MD5', algorithmToken: undefined }),
      expect.objectContaining({ realm: 'd', algorithm: 'MD5', session: true, stale: true, opaque: 'o=1' }),
    ]);
  });

  it.each([
    ['of another scheme', 'Basic realm="a"'],
    ['of another scheme with a token', 'Negotiate YII=='],
    ['with an algorithm that is not known', 'Digest realm="a", nonce="n", algorithm=AKAv1-MD5'],
    ['with a qop that is not known', 'Digest realm="a", nonce="n", qop="auth-conf"'],
    ['without a nonce', 'Digest realm="a"'],
    ['that are none', ', = "'],
  ])('%s are left out', (_what, value) => {
    expect(readChallenges([value])).toEqual([]);
  });

  it('can be any text', () => {
    const piece = fc.constantFrom('Digest ', 'realm=', 'nonce=', '"', '\\', ',', '=', ' ', 'a', 'qop=auth');
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 40 }), (pieces) => {
        for (const { realm, nonce } of readChallenges([pieces.join('')]))
          expect([typeof realm, typeof nonce]).toEqual(['string', 'string']);
      }),
    );
  });
});
