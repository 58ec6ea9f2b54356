import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

/** A field for where a web service is: http or https. Title and description are the plugin's, with `.meta()`. */
export function webAddress() {
  return address(/^https?$/, 'Give an address that begins with http:// or https://.');
}

/** Like {@link webAddress}, for a service that is never asked without TLS. */
export function httpsAddress() {
  return address(/^https$/, 'Give an address that begins with https://.');
}

/** An optional field for the PEM certificate of the authority that issued the service's; see `JsonClientOptions`. */
export function caCertificate() {
  return z.string().refine(isCertificate, 'Give a certificate in PEM form.').optional().meta({
    title: 'CA certificate',
    description: 'PEM; trusted in place of the well-known authorities.',
    contentMediaType: 'application/x-pem-file',
  });
}

function address(protocol: RegExp, error: string) {
  return (
    z
      .url({ protocol, error })
      // An address is shown to every administrator, so nothing secret may stand in it.
      .refine((url) => !hasUserInfo(url), 'Do not put user and password into the address.')
  );
}

function hasUserInfo(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
