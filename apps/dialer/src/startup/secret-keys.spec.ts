import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configurationSchema } from '../configuration.schema.js';
import { secretBox } from './secret-keys.js';

const newKey = () => randomBytes(32).toString('base64');

describe('the keys of the secrets', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = join(await mkdtemp(join(tmpdir(), 'marcador-keys-')), 'data');
  });
  afterEach(() => rm(join(dataDir, '..'), { recursive: true, force: true }));

  const trunks = [{ servers: ['h'], domain: 'd', ports: [{ user: 'u', password: 'p' }] }];
  const box = (secrets: object = {}) =>
    secretBox(configurationSchema.parse({ telephony: { trunks }, dataDir, secrets }));
  const inFile = async (text: string) => {
    const keyFile = join(dataDir, '..', 'keys');
    await writeFile(keyFile, text);
    return box({ keyFile });
  };

  it('are made at the first start, for the service alone, and kept', async () => {
    const first = await box();
    const file = join(dataDir, 'secrets.key');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await box()).keyId).toBe(first.keyId);
    await rm(file);
    expect((await box()).keyId).not.toBe(first.keyId);
  });

  it('come from a file or the configuration, the newest first', async () => {
    const [former, next] = [newKey(), newKey()];
    const before = await inFile(`${former}\n`);
    const after = await inFile(`# since today\n${next}\n\n${former}\n`);
    expect(after.keyId).not.toBe(before.keyId);
    expect(after.open(before.seal('text', 'place'), 'place')).toEqual({ text: 'text' });
    expect((await box({ keys: [next, former] })).keyId).toBe(after.keyId);
    await expect(stat(join(dataDir, 'secrets.key'))).rejects.toThrow('ENOENT');
  });

  it('are refused when there is none, or something that is none, which is not told', async () => {
    await expect(box({ keyFile: join(dataDir, 'none') })).rejects.toThrow(
      /none cannot be read \(ENOENT\): put/,
    );
    await expect(inFile('# nothing\n')).rejects.toThrow(/no key in .*keys: put/);
    await expect(inFile(`${newKey()}\nhunter2\n`)).rejects.toThrow(
      /^Line 2 of the key file .*(?<!hunter2.*)$/,
    );
    const file = join(dataDir, 'secrets.key');
    await box();
    await writeFile(file, '');
    await expect(box()).rejects.toThrow(/no key in/);
    expect(await readFile(file, 'utf8')).toBe('');
    expect(() => box({ keys: [newKey()], keyFile: 'keys' })).toThrow('not both');
    expect(() => box({ keys: [randomBytes(31).toString('base64')] })).toThrow('openssl rand -base64 32');
  });
});
