import { X509Certificate } from 'node:crypto';
import { secret } from '@marcador/plugin-api';
import { z } from 'zod';

/** An address is shown to every administrator, so nothing secret may stand in it. */
const USER_INFO = /^[^/]*\/\/[^/]*@/;
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e]+$/;
/** Headers that say how the request is framed: another value would make it a different request. */
const OURS = new Set(['host', 'content-length', 'content-type', 'transfer-encoding', 'connection', 'expect']);

/** The configuration of an instance: where the service is and how it is trusted. */
export const configSchema = z.object({
  url: z
    .url({ protocol: /^https$/, error: 'Give an address that begins with https://.' })
    .refine((url) => !USER_INFO.test(url), 'Put user and password into a header, not into the address.')
    .meta({
      title: 'URL',
      description: 'Where numbers are posted to, for example https://dnc.example.com/donotcall.',
    }),
  caCertificate: z.string().refine(isCertificate, 'Give a certificate in PEM form.').optional().meta({
    title: 'CA certificate',
    description: 'PEM; trusted in place of the well-known authorities.',
    contentMediaType: 'application/x-pem-file',
  }),
  headers: z
    .record(z.string().regex(HEADER_NAME, 'This is not the name of a header.'), secret())
    .refine((headers) => Object.keys(headers).every((name) => !OURS.has(name.toLowerCase())), {
      error: 'Host, Content-Type and the other headers that frame the request cannot be set.',
    })
    .refine((headers) => Object.values(headers).every((value) => HEADER_VALUE.test(value)), {
      error: 'The value of a header is one line of printable ASCII characters.',
    })
    .optional()
    .meta({ title: 'Headers', description: 'Sent with each request, for example Authorization.' }),
  timeoutMs: z.int().min(50).max(5000).default(800).meta({
    title: 'Time-out (ms)',
    description: 'A number whose answer takes longer is not dialled.',
  }),
});

/** The configuration after the schema: defaults filled in. */
export type DncHttpConfig = z.output<typeof configSchema>;

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
