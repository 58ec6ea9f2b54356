import { secret } from '@marcador/plugin-api';
import { z } from 'zod';

/** Keys and numbers travel over TLS; a registry on this machine may do without. */
const address = () =>
  z.url().regex(/^(https:|http:\/\/(localhost|127\.0\.0\.1)[:/])/, 'The address has to begin with https://.');

export const configSchema = z
  .object({
    baseUrl: address().meta({ title: 'Address', description: 'Such as https://registry.example.com/v1.' }),
    apiKey: secret().optional().meta({ title: 'API key', description: 'In place of the next three.' }),
    tokenUrl: address().optional().meta({ title: 'Token address', description: 'Of OAuth 2.0.' }),
    clientId: z.string().min(1).optional().meta({ title: 'Client id' }),
    clientSecret: secret().optional().meta({ title: 'Client secret' }),
    largestBatch: z.int().min(2).max(1000).default(100).meta({ title: 'Numbers per request, at most' }),
    timeoutMs: z.int().min(50).max(5000).default(800).meta({ title: 'Time-out (ms)' }),
  })
  .refine(
    ({ apiKey, tokenUrl, clientId, clientSecret }) =>
      apiKey === undefined
        ? tokenUrl !== undefined && clientId !== undefined && clientSecret !== undefined
        : tokenUrl === undefined && clientId === undefined && clientSecret === undefined,
    'Give either an API key, or token address, client id and client secret.',
  );

export type Config = z.output<typeof configSchema>;
