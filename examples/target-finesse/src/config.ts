import { secret } from '@marcador/plugin-api';
import { z } from 'zod';

/** The password travels over TLS; a server on this machine may do without. */
const address = () =>
  z.url().regex(/^(https:|http:\/\/(localhost|127\.0\.0\.1)[:/])/, 'The address has to begin with https://.');

export const configSchema = z.object({
  baseUrl: address().meta({ title: 'Address', description: 'Such as https://finesse.example.com:8445.' }),
  user: z.string().min(1).meta({ title: 'Supervisor', description: 'Login id. Its teams are the queues.' }),
  password: secret().meta({ title: 'Password' }),
  notificationUrl: address().optional().meta({
    title: 'Notifications',
    description: 'Such as https://finesse.example.com:7443/http-bind. Without it the teams are polled.',
  }),
  pollMs: z.int().min(100).max(60_000).default(1000).meta({
    title: 'Poll every (ms)',
    description: 'While there are no notifications.',
  }),
  timeoutMs: z.int().min(100).max(30_000).default(5000).meta({ title: 'Time-out (ms)' }),
});

export type Config = z.output<typeof configSchema>;
