import { X509Certificate } from 'node:crypto';
import { textOf, type PlainCode } from '@marcador/messages/message.js';
import { z } from 'zod';

/** A field for where a web service is: http or https. Title and description are the plugin's, with `.meta()`. */
export function webAddress() {
  return address(['http:', 'https:'], 'not-web-address');
}

/** Like {@link webAddress}, for a service that is never asked without TLS. */
export function httpsAddress() {
  return address(['https:'], 'not-https-address');
}

/** An optional field for the PEM certificate of the authority that issued the service's; see `JsonClientOptions`. */
export function caCertificate() {
  return z.string().refine(isCertificate, says('not-certificate')).optional().meta({
    title: 'CA certificate',
    description: 'PEM; trusted in place of the well-known authorities.',
    contentMediaType: 'application/x-pem-file',
  });
}

function address(protocols: readonly string[], code: PlainCode) {
  return (
    z
      .string()
      .trim()
      .refine((url) => URL.canParse(url) && protocols.includes(new URL(url).protocol), says(code))
      // An address is shown to every administrator, so nothing secret may stand in it.
      .refine((url) => !hasUserInfo(url), says('user-in-address'))
      .meta({ format: 'uri' })
  );
}

/** The host finds the message that the sentence is by its code. */
function says(code: PlainCode) {
  return { error: textOf({ code, params: {} }), params: { code } };
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
