import { z } from 'zod';

/** A network port; 0 takes a free one. */
export const port = (preset: number) => z.int().min(0).max(65535).default(preset);

/** Milliseconds. */
export const duration = (preset: number) => z.int().min(1).default(preset);

/** Whether a text is a key that seals secrets: 32 bytes in base64. */
export function isKey(text: string): boolean {
  return /^[A-Za-z0-9+/]{43}=$/.test(text);
}
