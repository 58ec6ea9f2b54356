import { PassThrough, Readable } from 'node:stream';
import { askPassword } from './password.js';

describe('the password', () => {
  it.each([
    ['a line', 'secret\nmore\n'],
    ['a line without an end', 'secret'],
  ])('is %s of what is piped in', async (_, piped) => {
    expect(await askPassword('master', Readable.from([piped]), new PassThrough())).toBe('secret');
  });

  it('is missed in one sentence when nothing is piped in', async () => {
    await expect(askPassword('master', Readable.from([]), new PassThrough())).rejects.toThrow(
      'No password: set MARCADOR_PASSWORD.',
    );
  });
});
