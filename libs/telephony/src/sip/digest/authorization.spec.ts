import { authorization } from './authorization.js';
import { readChallenges } from './challenge.js';

const CHALLENGE =
  'Digest realm="http-auth@example.org", qop="auth, auth-int", nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"';
const MUFASA = { user: 'Mufasa', password: 'Circle of Life' };
const GET = { method: 'GET', uri: '/dir/index.html', body: '' };
const USE = { count: 1, cnonce: 'f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ' };

function answer(challenge: string): string {
  const [read] = readChallenges([challenge]);
  return authorization(read!, MUFASA, GET, USE);
}
const responseOf = (value: string) => /response="([^"]+)"/.exec(value)?.[1];

describe('the answer to a challenge', () => {
  // RFC 7616 §3.9.1.
  it.each([
    ['MD5', '8ca523f5e9506fed4657c9700eebdbec'],
    ['SHA-256', '753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1'],
  ])('with %s is that of the RFC', (algorithm, response) => {
    const value = answer(`${CHALLENGE}, algorithm=${algorithm}`);
    expect(responseOf(value)).toBe(response);
    expect(value).toContain(
      `algorithm=${algorithm}, opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS", qop=auth, nc=00000001, cnonce="${USE.cnonce}"`,
    );
  });

  // As RFC 2069 had it; worked out by hand with md5sum.
  it('names no algorithm, no qop and no nonce of ours where the challenge did not', () => {
    const value = answer('Digest realm="r", nonce="n"');
    expect(value).toBe(
      `Digest username="Mufasa", realm="r", nonce="n", uri="/dir/index.html", response="${responseOf(value)}"`,
    );
    expect(responseOf(value)).toBe('0bab5c24c08a1ef94a6cc3d446ce558a');
  });

  // Worked out by hand with md5sum, sha256sum and openssl.
  it.each([
    ['MD5-sess', 'e783283f46242139c486a698fec7211d'],
    ['SHA-256-sess', '2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7'],
    ['SHA-512-256', '430d05014cecc49cab6fbe03176d41a1da86cbfe24a16580e22aaad928d960d0'],
  ])('with %s follows RFC 7616', (algorithm, response) => {
    expect(responseOf(answer(`${CHALLENGE}, algorithm=${algorithm}`))).toBe(response);
  });

  it('is protected with the body where the server asks for that only', () => {
    const [challenge] = readChallenges(['Digest realm="r", nonce="n", qop="auth-int"']);
    const of = (body: string) => authorization(challenge!, MUFASA, { ...GET, body }, USE);
    expect(of('a')).toContain('qop=auth-int');
    expect(responseOf(of('a'))).not.toBe(responseOf(of('b')));
  });

  it('escapes what would end a quoted text', () => {
    const [challenge] = readChallenges(['Digest realm="a\\"b", nonce="n"']);
    const value = authorization(challenge!, { user: 'a"b\\', password: 'p' }, GET, USE);
    expect(value).toContain('username="a\\"b\\\\", realm="a\\"b"');
  });
});
