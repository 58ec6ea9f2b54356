import { randomBytes } from 'node:crypto';
import { SecretBox } from '@marcador/platform/secret-box.js';
import { secret } from '@marcador/plugin-api';
import { z } from 'zod';
import { openConfig, sealConfig, Unreadable } from './sealed-config.js';

const [ID, OTHER_ID] = ['4d6e', '77b1'];
const box = new SecretBox(randomBytes(32));

const schema = z.object({
  url: z.string(),
  password: secret(),
  token: secret().nullable().optional(),
  headers: z.record(z.string(), secret()).optional(),
  accounts: z.array(z.object({ user: z.string(), password: secret() })).optional(),
  login: z.union([z.object({ apiKey: secret() }), z.object({ user: z.string() })]).optional(),
  wrapped: z.preprocess((value) => value, secret()).optional(),
  anything: z.unknown().optional(),
});

const config = {
  url: 'https://a.example/',
  password: 'hunter2',
  token: null,
  headers: { Authorization: 'hunter3', $secret: 'hunter4' },
  accounts: [{ user: 'ana', password: 'hunter5' }],
  login: { apiKey: 'hunter6' },
  wrapped: 'hunter7',
  anything: { deep: 'hunter8', count: 1 },
};

const sealed = sealConfig(schema, ID, config, box);

describe('a stored configuration', () => {
  it('has its secrets sealed, wherever the schema has them, and texts that it does not know', () => {
    expect(JSON.stringify(sealed)).not.toContain('hunter');
    expect(sealed).toMatchObject({
      url: 'https://a.example/',
      token: null,
      accounts: [{ user: 'ana' }],
      anything: { count: 1 },
    });
  });

  it('is opened without its schema', () => {
    expect(openConfig(ID, sealed, box)).toEqual({ config });
  });

  it('has all its texts sealed while its type is not there', () => {
    const unknown = sealConfig(undefined, ID, config, box);
    expect(JSON.stringify(unknown)).not.toMatch(/hunter|example|ana/);
    expect(openConfig(ID, unknown, box)).toEqual({ config });
    expect(sealConfig(schema, ID, config, box, unknown)).toMatchObject({ url: 'https://a.example/' });
  });

  it('from before secrets were sealed is taken as it is', () => {
    expect(openConfig(ID, config, box)).toEqual({ config });
  });

  it('stays as it is stored where nothing is different', () => {
    expect(sealConfig(schema, ID, config, box, sealed)).toEqual(sealed);
    const changed = sealConfig(schema, ID, { ...config, password: 'new' }, box, sealed);
    expect({ ...changed, password: undefined }).toEqual({ ...sealed, password: undefined });
    expect(changed['password']).not.toEqual(sealed['password']);
  });

  it('is sealed anew with a new key', () => {
    const [former, next] = [randomBytes(32), randomBytes(32)];
    const before = sealConfig(schema, ID, config, new SecretBox(former));
    const rotated = new SecretBox(next, [former]);
    const opened = openConfig(ID, before, rotated);
    expect(opened).toEqual({ config });
    const after = sealConfig(schema, ID, opened.config, rotated, before);
    expect(openConfig(ID, after, new SecretBox(next))).toEqual({ config });
  });

  it('keeps what was secret sealed when a later version of the type knows the field no more', () => {
    const later = z.object({ url: z.string() });
    const again = sealConfig(later, ID, config, box, sealed);
    expect(JSON.stringify(again)).not.toContain('hunter');
  });

  it('seals a field that a later version of the type calls secret', () => {
    const [earlier, later] = [z.object({ key: z.string() }), z.object({ key: secret() })];
    const plain = sealConfig(earlier, ID, { key: 'hunter2' }, box);
    expect(plain).toEqual({ key: 'hunter2' });
    expect(JSON.stringify(sealConfig(later, ID, plain, box, plain))).not.toContain('hunter2');
  });

  it.each([
    ['the row of another instance', OTHER_ID, sealed, 'secret-damaged'],
    ['another field', ID, { ...sealed, headers: { Authorization: sealed['password'] } }, 'secret-damaged'],
  ])('cannot be used with a secret that was moved to %s', (_, id, stored, code) => {
    expect(openConfig(id, stored, box).fault).toMatchObject({ code });
  });

  it('that a key is lacking for names the key, is not empty, and is kept as it is', () => {
    const stranger = new SecretBox(randomBytes(32));
    const { config: opened, fault } = openConfig(ID, sealed, stranger);
    expect(fault).toMatchObject({ code: 'secret-other-key', params: { key: box.keyId } });
    expect(opened).toMatchObject({ url: 'https://a.example/', password: expect.any(Unreadable) as unknown });
    expect(sealConfig(schema, ID, opened, stranger, sealed)).toEqual(sealed);
  });
});
