import { secret } from '@marcador/plugin-api';
import { z } from 'zod';
import { redactConfig, restoreSecrets, SECRET_PLACEHOLDER as MASK } from './secret-redaction.js';

const schema = z.object({
  url: z.string(),
  password: secret(),
  token: secret().optional(),
  pin: secret().default('0000'),
  headers: z.record(z.string(), secret()).optional(),
  nested: z.object({ key: secret() }).optional(),
  accounts: z.array(z.object({ user: z.string(), password: secret() })).optional(),
  login: z.union([z.object({ apiKey: secret() }), z.object({ user: z.string() })]).optional(),
});

const config = {
  url: 'https://example.com',
  password: 'pw',
  pin: '1234',
  headers: { Authorization: 'Bearer x', 'X-Key': 'y' },
  nested: { key: 'k' },
  accounts: [{ user: 'ana', password: 'a' }],
  login: { apiKey: 'z' },
};

const masked = {
  url: 'https://example.com',
  password: MASK,
  pin: MASK,
  headers: { Authorization: MASK, 'X-Key': MASK },
  nested: { key: MASK },
  accounts: [{ user: 'ana', password: MASK }],
  login: { apiKey: MASK },
};

describe('secrets of a configuration', () => {
  it('are masked wherever the schema has them, the rest is shown', () => {
    expect(redactConfig(schema, config)).toEqual(masked);
  });

  it('are not invented where there is none', () => {
    expect(redactConfig(schema, { url: 'u', token: undefined })).toEqual({ url: 'u' });
  });

  it('are masked whatever their value', () => {
    expect(redactConfig(schema, { password: { nested: 'pw' } })).toEqual({ password: MASK });
  });

  it('stay as saved when the placeholder comes back', () => {
    expect(restoreSecrets(schema, masked, config)).toEqual(config);
  });

  it('stay as saved when they are not sent, and go when null is sent', () => {
    const sent = { url: 'u', nested: {}, token: null, pin: null };
    expect(restoreSecrets(schema, sent, { ...config, token: 't' })).toEqual({
      url: 'u',
      password: 'pw',
      nested: { key: 'k' },
    });
  });

  it('are not given to another item of a list, another header or another member of a union', () => {
    const sent = { url: 'u', headers: { 'X-New': 'n' }, accounts: [{ user: 'bob' }], login: { user: 'bob' } };
    expect(restoreSecrets(schema, sent, config)).toEqual({ ...sent, password: 'pw', pin: '1234' });
  });

  it('change when another value comes', () => {
    const sent = { ...masked, password: 'new', headers: { Authorization: MASK, 'X-Key': 'new' } };
    expect(restoreSecrets(schema, sent, config)).toEqual({
      ...config,
      password: 'new',
      headers: { Authorization: 'Bearer x', 'X-Key': 'new' },
    });
  });

  it('are left out when the placeholder comes and nothing is saved, so that validation asks for them', () => {
    const restored = restoreSecrets(schema, { url: 'u', password: MASK }, undefined);
    expect(restored).toEqual({ url: 'u' });
    expect(schema.safeParse(restored).success).toBe(false);
  });

  it('does not put a saved secret where no secret belongs', () => {
    expect(restoreSecrets(schema, { url: MASK, password: MASK }, config)).toEqual({
      url: MASK,
      password: 'pw',
      pin: '1234',
    });
  });
});
