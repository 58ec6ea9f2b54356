import { z } from 'zod';
import { selfSigned } from '../../../test/support/certificates.js';
import { caCertificate, httpsAddress, webAddress } from './config-fields.js';

describe('an address', () => {
  it('may be http or https, with port, path and query', () => {
    for (const url of ['http://portal', 'https://portal.example.com:8443/api?x=1']) {
      expect(webAddress().parse(url)).toBe(url);
    }
  });

  it.each([
    'portal',
    'ftp://portal',
    'https://user:pw@portal',
    'https://user@portal',
    'https:\\\\:pw@portal',
    '',
  ])('is not %j', (url) => {
    expect(webAddress().safeParse(url).success).toBe(false);
  });

  it('is https only where it is to be', () => {
    expect(httpsAddress().safeParse('https://registry/').success).toBe(true);
    expect(httpsAddress().safeParse('http://registry/').success).toBe(false);
  });
});

describe('a CA certificate', () => {
  it('is PEM, or left out', async () => {
    const { cert, key } = await selfSigned('127.0.0.1');
    expect(caCertificate().parse(cert)).toBe(cert);
    expect(caCertificate().parse(undefined)).toBeUndefined();
    expect(caCertificate().safeParse(key).success).toBe(false);
    expect(caCertificate().safeParse('no certificate').success).toBe(false);
  });

  it('is drawn as a file in the form', () => {
    expect(z.toJSONSchema(z.object({ caCertificate: caCertificate() }))).toMatchObject({
      properties: { caCertificate: { contentMediaType: 'application/x-pem-file' } },
    });
  });
});
