import { X509Certificate } from 'node:crypto';
import { secret } from '@marcador/plugin-api';
import { z } from 'zod';

/** The configuration of an instance: where the contact center is, and as whom the dialer logs on. */
export const configSchema = z.object({
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'Give an address that begins with http:// or https://.' })
    .meta({ title: 'Address', description: 'For example https://oscc.example.com/sdk.' }),
  user: z.string().min(1).meta({ title: 'User' }),
  password: secret(),
  tenant: z.string().min(1).meta({ title: 'Tenant', description: 'The business unit the user belongs to.' }),
  caCertificate: z.string().refine(isCertificate, 'Give a certificate in PEM form.').optional().meta({
    title: 'CA certificate',
    description: 'PEM; trusted in place of the well-known authorities.',
    contentMediaType: 'application/x-pem-file',
  }),
});

export type OsccConfig = z.output<typeof configSchema>;

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
