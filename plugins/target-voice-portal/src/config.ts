import { caCertificate, webAddress } from '@marcador/plugin-http/config-fields.js';
import { z } from 'zod';

/** The configuration of an instance: where the portal is and how it is trusted. */
export const configSchema = z.object({
  baseUrl: webAddress().meta({
    title: 'Address',
    description: 'For example https://portal.example.com/api.',
  }),
  caCertificate: caCertificate(),
});

export type VoicePortalConfig = z.output<typeof configSchema>;
