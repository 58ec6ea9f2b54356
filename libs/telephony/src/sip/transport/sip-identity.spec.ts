import { X509Certificate } from 'node:crypto';
import {
  makeAuthority,
  makeCertificate,
  type KeyPair,
  type Names,
} from '../../../../../test/support/certificates.js';
import { identityProblem } from './sip-identity.js';

let authority: KeyPair;

beforeAll(async () => {
  authority = await makeAuthority();
});

async function problem(name: string, names: Names, commonName?: string): Promise<string | undefined> {
  const { cert } = await makeCertificate(authority, names, commonName);
  return identityProblem(name, new X509Certificate(cert));
}

describe('a certificate (RFC 5922 §7)', () => {
  it('is for the domain that a SIP URI in it names, and then for no DNS name', async () => {
    const names = { uris: ['sip:pbx.test'], dns: ['node1.test'] };
    expect(await problem('PBX.test', names)).toBeUndefined();
    expect(await problem('node1.test', names)).toBe(
      'its certificate is for sip:pbx.test, node1.test, not for node1.test',
    );
  });

  it('is not for a domain whose user a URI names', async () => {
    expect(await problem('pbx.test', { uris: ['sip:alice@pbx.test'] })).toContain('not for pbx.test');
  });

  it('is for its DNS names where no SIP URI is in it, but for no wildcard', async () => {
    expect(await problem('pbx.test', { dns: ['other.test', 'pbx.test'] })).toBeUndefined();
    expect(await problem('a.pbx.test', { dns: ['*.pbx.test'] })).toContain('not for a.pbx.test');
  });

  it('is for its common name only where it has no other name', async () => {
    expect(await problem('pbx.test', {}, 'pbx.test')).toBeUndefined();
    expect(await problem('pbx.test', { dns: ['other.test'] }, 'pbx.test')).toContain('not for pbx.test');
  });

  it('is for the address by which a server is configured', async () => {
    expect(await problem('127.0.0.1', { addresses: ['127.0.0.1'] })).toBeUndefined();
    expect(await problem('2001:db8::1', { addresses: ['2001:db8::1'] })).toBeUndefined();
    expect(await problem('127.0.0.1', { dns: ['127.0.0.1'] })).toContain('not for 127.0.0.1');
  });

  it('has no name inside another one that quotes it', async () => {
    expect(await problem('pbx.test', { uris: ['sip:x.test?y=, URI:sip:pbx.test'] })).toContain(
      'not for pbx.test',
    );
  });
});
