import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Request } from 'express';
import { readSessionCookie } from '../auth/session-cookie.js';

/** Files of the built UI that it loads on demand, by what they are needed for; `npm run build:ui` writes it. */
interface Preloads {
  readonly login: readonly string[];
  readonly shell: readonly string[];
  readonly languages: Readonly<Record<string, readonly string[]>>;
}

/**
 * What the browser will want of the UI right after its first files, as far as its request tells: it loads that beside
 * them. A wrong guess costs a few kilobytes.
 */
export function preloadsFor(request: Request, folder: string): readonly string[] {
  const preloads = readPreloads(folder);
  if (preloads === undefined) return [];
  const language = request.acceptsLanguages(Object.keys(preloads.languages));
  const texts = language === false ? [] : (preloads.languages[language] ?? []);
  return [...texts, ...(readSessionCookie(request) === undefined ? preloads.login : preloads.shell)];
}

function readPreloads(folder: string): Preloads | undefined {
  try {
    return JSON.parse(readFileSync(join(folder, 'preloads.json'), 'utf8')) as Preloads;
  } catch {
    return undefined;
  }
}
