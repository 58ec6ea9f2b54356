import { X509Certificate } from 'node:crypto';
import { z } from 'zod';

/** The configuration of an instance: where the portal is and how it is trusted. */
export const configSchema = z.object({
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'Give an address that begins with http:// or https://.' })
    .meta({ title: 'Address', description: 'For example https://portal.example.com/api.' }),
  caCertificate: z.string().refine(isCertificate, 'Give a certificate in PEM form.').optional().meta({
    title: 'CA certificate',
    description: 'PEM; trusted in place of the well-known authorities.',
    contentMediaType: 'application/x-pem-file',
  }),
});

export type VoicePortalConfig = z.output<typeof configSchema>;

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}
