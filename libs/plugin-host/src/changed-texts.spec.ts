import { secret } from '@marcador/plugin-api';
import { z } from 'zod';
import { changedTexts } from './changed-texts.js';

const schema = z.object({
  url: z.url(),
  port: z.int().default(443),
  proxy: z.string().optional(),
  timeoutMs: z.int().default(800),
  isPatient: z.boolean().default(false),
  region: z.enum(['eu', 'us']).default('eu'),
  zone: z.union([z.literal('any'), z.string()]).default('any'),
  password: secret().optional(),
  headers: z.record(z.string(), secret()).optional(),
  site: z.object({ hosts: z.array(z.string()) }).optional(),
});

const saved = schema.parse({ url: 'https://a.example/', password: 'pw', site: { hosts: ['a', 'b'] } });
const changed = (values: object) => changedTexts(schema, saved, { ...saved, ...values });

describe('where secrets may go', () => {
  it('is what it was when nothing, or no more than numbers, switches, choices and secrets were changed', () => {
    expect(changed({})).toEqual([]);
    const elsewise = { timeoutMs: 900, isPatient: true, region: 'us', password: 'x', headers: { key: 'k' } };
    expect(changed(elsewise)).toEqual([]);
  });

  it.each([
    ['url', { url: 'https://b.example/' }],
    ['port', { port: 444 }],
    ['proxy', { proxy: 'evil' }],
    ['zone', { zone: 'evil' }],
    ['site.hosts.1', { site: { hosts: ['a', 'evil'] } }],
    ['site.hosts.2', { site: { hosts: ['a', 'b', 'evil'] } }],
    ['site.hosts.0', { site: undefined }],
  ])('is another place with another %s', (path, values) => {
    expect(changed(values)).toContain(path);
  });
});
