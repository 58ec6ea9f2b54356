import { ATTEMPTS_PER_NAME, ATTEMPTS_PER_USER, LoginLimiter } from './login-limiter.js';

describe('the limit of wrong passwords', () => {
  it('counts all ways of writing a name that log in the same user', async () => {
    const limiter = new LoginLimiter();
    const written = ['master', ' master', 'master ', 'MASTER', '\tMaster\n'];
    expect(written).toHaveLength(ATTEMPTS_PER_USER);
    for (const name of written) await limiter.begin(name, '192.0.2.1');
    await expect(limiter.begin('  master', '192.0.2.1')).rejects.toThrow(/Too many wrong passwords/);
  });

  it('holds for a user over all addresses', async () => {
    const limiter = new LoginLimiter();
    for (let n = 0; n < ATTEMPTS_PER_NAME; n++) await limiter.begin('master', `192.0.2.${n}`);
    await expect(limiter.begin('master', '192.0.2.254')).rejects.toThrow(/Too many wrong passwords/);
    await limiter.begin('another', '192.0.2.254');
  });

  it('does not count right passwords', async () => {
    const limiter = new LoginLimiter();
    for (let n = 0; n < 2 * ATTEMPTS_PER_NAME; n++) {
      await limiter.begin('master', '192.0.2.1');
      await limiter.succeeded(' Master', '192.0.2.1');
    }
  });
});
