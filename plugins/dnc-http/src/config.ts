import { secret } from '@marcador/plugin-api';
import { caCertificate, httpsAddress } from '@marcador/plugin-http/config-fields.js';
import { z } from 'zod';

const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const HEADER_VALUE = /^[\t\x20-\x7e]+$/;
/** Headers that say how the request is framed: another value would make it a different request. */
const OURS = new Set(['host', 'content-length', 'content-type', 'transfer-encoding', 'connection', 'expect']);

/** The configuration of an instance: where the service is and how it is trusted. */
export const configSchema = z.object({
  url: httpsAddress().meta({
    title: 'URL',
    description: 'Where numbers are posted to, for example https://dnc.example.com/donotcall.',
  }),
  caCertificate: caCertificate(),
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
  sendsOccasion: z.boolean().default(false).meta({
    title: 'Tell who calls',
    description:
      'Sends the campaign, the company it calls for and the number it shows beside each number, for services with a list for each company.',
  }),
  timeoutMs: z.int().min(50).max(5000).default(800).meta({
    title: 'Time-out (ms)',
    description: 'A number whose answer takes longer is not dialled.',
  }),
});

/** The configuration after the schema: defaults filled in. */
export type DncHttpConfig = z.output<typeof configSchema>;
