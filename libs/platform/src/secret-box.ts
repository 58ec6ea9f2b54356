import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Bytes of a key. */
export const KEY_BYTES = 32;

const ALGORITHM = 'aes-256-gcm';
/** NIST SP 800-38D, 8.2.2: random, and short of 2^32 of them a key. */
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^v1:([0-9a-f]{8}):([\w-]+)$/;

/** A text that was sealed, or why it cannot be had. */
export type Unsealed =
  | { readonly text: string }
  /** Sealed with a key that is not there. */
  | { readonly otherKey: string }
  /** Changed since it was sealed, or sealed for another place. */
  | { readonly damaged: true };

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/**
 * Seals texts with AES-256-GCM, each for the one place that it belongs to.
 *
 * What is sealed is `v1:KEY:DATA`: eight hexadecimal digits that name the key, then nonce, ciphertext and tag in base64url.
 */
export class SecretBox {
  private readonly keys: readonly [Key, ...Key[]];

  /**
   * @param newest 32 bytes: what is sealed from now on is sealed with it
   * @param former 32 bytes each: what they have sealed can still be opened
   */
  constructor(newest: Buffer, former: readonly Buffer[] = []) {
    this.keys = [keyOf(newest), ...former.map(keyOf)];
  }

  /** The newest key's name in what it has sealed. */
  get keyId(): string {
    return this.keys[0].id;
  }

  /** @param place whoever opens it has to name the same one */
  seal(text: string, place: string): string {
    const { id, bytes } = this.keys[0];
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(ALGORITHM, bytes, nonce).setAAD(Buffer.from(place));
    const data = [nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return `v1:${id}:${Buffer.concat(data).toString('base64url')}`;
  }

  open(sealed: string, place: string): Unsealed {
    const [, id = '', data = ''] = SEALED.exec(sealed) ?? [];
    const key = this.keys.find((each) => each.id === id);
    if (key === undefined) return id === '' ? { damaged: true } : { otherKey: id };
    try {
      const bytes = Buffer.from(data, 'base64url');
      const ciphertext = bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES);
      const decipher = createDecipheriv(ALGORITHM, key.bytes, bytes.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      });
      decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
      return { text: Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8') };
    } catch {
      return { damaged: true };
    }
  }

  /** Whether the newest key has sealed it. */
  isOfNewestKey(sealed: string): boolean {
    return SEALED.exec(sealed)?.[1] === this.keyId;
  }
}

/** Whether a text has the form of what a {@link SecretBox} has sealed. */
export function isSealed(text: unknown): text is string {
  return typeof text === 'string' && SEALED.test(text);
}

function keyOf(bytes: Buffer): Key {
  if (bytes.length !== KEY_BYTES) throw new Error(`A key has ${KEY_BYTES} bytes, not ${bytes.length}.`);
  return { id: createHash('sha256').update('key id').update(bytes).digest('hex').slice(0, 8), bytes };
}
