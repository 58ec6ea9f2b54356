import { readFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import expressStaticGzip from 'express-static-gzip';
import { contentSecurityPolicy, newNonce } from './content-security.js';
import { preloadsFor } from './preloads.js';

/** Where `npm run build:ui` puts the built UI. */
const BUILT_UI = fileURLToPath(new URL('../../../../angular-ui/dist', import.meta.url));

/** The build puts a hash of the content into these names. */
const HASHED = /-[\w-]{8}\.(?:js|css|woff2)$/;
const OF_THE_API = /^\/(?:api|donotcall)(?:\/|$)/;
const NONCE_PLACE = 'CSP_NONCE';

/** Serves the web UI at every address that is not the API's. */
export function serveUi(app: NestExpressApplication, folder = BUILT_UI): void {
  app.use(filesOf(join(folder, 'browser')), pageOf(folder));
}

function filesOf(folder: string): RequestHandler {
  return expressStaticGzip(folder, {
    enableBrotli: true,
    orderPreference: ['br', 'gz'],
    // The page itself is made for each request, and lies elsewhere.
    index: false,
    serveStatic: {
      cacheControl: false,
      setHeaders: (response: ServerResponse, path: string) => {
        const isHashed = HASHED.test(path.replace(/\.(?:br|gz)$/, ''));
        response.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    },
  });
}

/** The page for every address within the UI: which one it shows is the UI's to say. */
function pageOf(folder: string): RequestHandler {
  return (request: Request, response: Response, next: NextFunction) => {
    const isPage = request.method === 'GET' && request.accepts(['json', 'html']) === 'html';
    if (!isPage || OF_THE_API.test(request.path)) return next();
    const page = pageIn(folder);
    if (page === undefined) {
      response
        .status(503)
        .type('text/plain')
        .send('The web UI is not built: run "npm run build:ui", then reload.');
      return;
    }
    const nonce = newNonce();
    response.setHeader('Content-Security-Policy', contentSecurityPolicy(nonce));
    response.setHeader('Cache-Control', 'no-cache');
    const links = preloadsFor(request, folder).map((file) => `<link rel="modulepreload" href="${file}">`);
    const complete = page.replaceAll(NONCE_PLACE, nonce).replace('</head>', `${links.join('')}</head>`);
    response.type('text/html').send(complete);
  };
}

function pageIn(folder: string): string | undefined {
  try {
    return readFileSync(join(folder, 'index.html'), 'utf8');
  } catch {
    return undefined;
  }
}
