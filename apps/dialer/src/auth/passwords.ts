import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** Hashes a password with argon2id, at the library's defaults, which are OWASP's (19 MiB, 2 passes, 1 lane). */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** Takes as long for a user who does not exist as for one who does. */
export class PasswordCheck {
  private readonly nobodysHash = hash(randomBytes(16));

  /** @param passwordHash `undefined` when there is no such user */
  async matches(password: string, passwordHash: string | undefined): Promise<boolean> {
    const matched = await verify(passwordHash ?? (await this.nobodysHash), password);
    return passwordHash !== undefined && matched;
  }
}

/** A password that a person can type and nobody can guess: 20 characters, 100 bits. */
export function generatePassword(): string {
  // 32 characters, none of them like another one.
  const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789_';
  const characters = [...randomBytes(20)].map((byte) => alphabet[byte % alphabet.length]);
  return characters.join('');
}
