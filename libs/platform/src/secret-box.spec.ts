import { randomBytes } from 'node:crypto';
import { SecretBox } from './secret-box.js';

const [OLD, NEW] = [randomBytes(32), randomBytes(32)];
const PLACE = 'instance/password';

describe('a sealed text', () => {
  const box = new SecretBox(OLD);
  const sealed = box.seal('hunter2 ü', PLACE);

  it('is opened at the place it was sealed for, and holds nothing of the text', () => {
    expect(box.open(sealed, PLACE)).toEqual({ text: 'hunter2 ü' });
    expect(new SecretBox(OLD).open(box.seal('', PLACE), PLACE)).toEqual({ text: '' });
    expect(sealed).not.toContain('hunter2');
    expect(Buffer.from(sealed.split(':')[2] ?? '', 'base64url').toString('latin1')).not.toContain('hunter2');
  });

  it('is another one each time', () => {
    expect(box.seal('hunter2', PLACE)).not.toBe(box.seal('hunter2', PLACE));
  });

  it('is not opened at another place', () => {
    expect(box.open(sealed, 'other/password')).toEqual({ damaged: true });
  });

  it('is not opened once a single bit was changed, or its end cut off', () => {
    const [version, key, data = ''] = sealed.split(':');
    const bytes = Buffer.from(data, 'base64url');
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      const text = [version, key, changed.toString('base64url')].join(':');
      expect([at, box.open(text, PLACE)]).toEqual([at, { damaged: true }]);
    }
    for (const length of [bytes.length - 1, 28, 27, 12, 1]) {
      const text = [version, key, bytes.subarray(0, length).toString('base64url')].join(':');
      expect([length, box.open(text, PLACE)]).toEqual([length, { damaged: true }]);
    }
    expect(box.open('hunter2', PLACE)).toEqual({ damaged: true });
  });

  it('is opened by whoever still has its key, which it names to who does not', () => {
    const rotated = new SecretBox(NEW, [OLD]);
    expect(rotated.open(sealed, PLACE)).toEqual({ text: 'hunter2 ü' });
    expect(new SecretBox(NEW).open(sealed, PLACE)).toEqual({ otherKey: box.keyId });
    expect([rotated.isOfNewestKey(sealed), box.isOfNewestKey(sealed)]).toEqual([false, true]);
    expect(new SecretBox(OLD).open(rotated.seal('a', PLACE), PLACE)).toEqual({ otherKey: rotated.keyId });
  });
});

describe('a key', () => {
  it('has 32 bytes', () => {
    expect(() => new SecretBox(randomBytes(31))).toThrow('32 bytes');
    expect(() => new SecretBox(OLD, [Buffer.alloc(0)])).toThrow('32 bytes');
  });
});
