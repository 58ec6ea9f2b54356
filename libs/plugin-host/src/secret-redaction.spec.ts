import { secret } from '@marcador/plugin-api';
import { z } from 'zod';
import { Unreadable } from './sealed-config.js';
import { redactConfig, restoreSecrets as restore, SECRET_PLACEHOLDER as MASK } from './secret-redaction.js';

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

const restoreSecrets = (...[type, sent, saved]: Parameters<typeof restore>) =>
  restore(type, sent, saved).config;

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

  it('are told of where saved ones were put in, and only there', () => {
    const sent = { ...masked, password: 'new', login: undefined };
    expect(restore(schema, sent, config).restored).toEqual([
      'pin',
      'headers.Authorization',
      'headers.X-Key',
      'nested.key',
      'accounts.0.password',
    ]);
    expect(restore(schema, { url: MASK, password: MASK }, undefined).restored).toEqual([]);
  });

  it('that cannot be read are asked for, unless they are given or taken away, and shown as any other', () => {
    const lost = new Unreadable({ $secret: 'v1:0:x' }, { reason: 'The key is gone.' });
    const saved = { url: 'u', password: lost, token: lost, headers: { 'X-Key': lost, 'X-Old': lost } };
    expect(redactConfig(schema, saved)).toEqual({
      url: 'u',
      password: MASK,
      token: MASK,
      headers: { 'X-Key': MASK, 'X-Old': MASK },
    });
    const { problems } = restore(schema, { url: 'u', headers: { 'X-Key': MASK } }, saved);
    expect(problems).toMatchObject([
      { path: 'headers.X-Key', code: 'secret-unreadable' },
      { path: 'password', code: 'secret-unreadable' },
      { path: 'token', code: 'secret-unreadable' },
    ]);
    const given = restore(schema, { url: 'u', password: 'pw', token: null, headers: {} }, saved);
    expect(given).toEqual({ config: { url: 'u', password: 'pw', headers: {} }, restored: [], problems: [] });
  });

  it('does not put a saved secret where no secret belongs', () => {
    expect(restoreSecrets(schema, { url: MASK, password: MASK }, config)).toEqual({
      url: MASK,
      password: 'pw',
      pin: '1234',
    });
  });
});
