import { secret } from '@marcador/plugin-api';
import { caCertificate, webAddress } from '@marcador/plugin-http/config-fields.js';
import { z } from 'zod';

/** The configuration of an instance: where the contact center is, and as whom the dialer logs on. */
export const configSchema = z.object({
  baseUrl: webAddress().meta({
    title: 'Address',
    description: 'For example https://oscc.example.com/sdk.',
  }),
  user: z.string().min(1).meta({ title: 'User' }),
  password: secret().meta({ title: 'Password' }),
  tenant: z.string().min(1).meta({ title: 'Tenant', description: 'The business unit the user belongs to.' }),
  caCertificate: caCertificate(),
});

export type OsccConfig = z.output<typeof configSchema>;
