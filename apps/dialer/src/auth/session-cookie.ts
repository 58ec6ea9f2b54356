import type { CookieOptions, Request, Response } from 'express';

/** The prefix makes browsers insist on Secure, on the path / and on no other host. */
const NAME = '__Host-marcador';
const OPTIONS: CookieOptions = { httpOnly: true, secure: true, sameSite: 'strict', path: '/' };

/** The session's token in the request. */
export function readSessionCookie(request: Request): string | undefined {
  const cookies = request.cookies as Record<string, unknown> | undefined;
  const token = cookies?.[NAME];
  return typeof token === 'string' ? token : undefined;
}

/** Ends with the browser; the session itself may end before. */
export function writeSessionCookie(response: Response, token: string): void {
  response.cookie(NAME, token, OPTIONS);
}

export function clearSessionCookie(response: Response): void {
  response.clearCookie(NAME, OPTIONS);
}
