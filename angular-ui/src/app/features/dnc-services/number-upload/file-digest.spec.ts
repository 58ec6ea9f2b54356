import { fileDigest, PIECE_BYTES } from './file-digest';

describe('the digest of a file', () => {
  const digestOf = (...parts: (string | Uint8Array<ArrayBuffer>)[]) => fileDigest(new Blob(parts));

  it('is the same for the same bytes only, wherever they differ', async () => {
    const piece = new Uint8Array(PIECE_BYTES);
    const digest = await digestOf(piece, '554133210001\n');
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(await digestOf(new Uint8Array(PIECE_BYTES), '554133210001\n')).toBe(digest);
    expect(await digestOf(piece, '554133210002\n')).not.toBe(digest);
    piece[4321] = 1;
    expect(await digestOf(piece, '554133210001\n')).not.toBe(digest);
  });

  it('is there for an empty file', async () => {
    expect(await digestOf()).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  });
});
