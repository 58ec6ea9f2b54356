import { randomBytes } from 'node:crypto';

/** A number used once: the styles that the UI adds at run time carry it. */
export function newNonce(): string {
  return randomBytes(16).toString('base64');
}

/** What a page of the UI may load and do: its own files and nothing else. */
export function contentSecurityPolicy(nonce: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}
