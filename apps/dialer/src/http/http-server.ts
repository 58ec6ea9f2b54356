import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Clock } from '@marcador/platform/clock.js';
import cookieParser from 'cookie-parser';
import type { NextFunction, Request, Response } from 'express';
import helmet from 'helmet';
import { serveOpenApi } from '../openapi.js';
import { limitReception } from './reception.js';
import { CLOCK } from '../tokens.js';
import { ServiceState } from '../system/service-state.js';
import { serveUi } from '../ui/serve-ui.js';

/** What holds for every request, whatever its address. */
export function prepareHttp(app: NestExpressApplication): void {
  app.disable('x-powered-by');
  // Node's limit for a whole request holds for files too. The one for the headers stays as it is.
  app.getHttpServer().requestTimeout = 0;
  app.use(limitReception(app.get<Clock>(CLOCK)));
  app.use(
    helmet({
      // Other services of this host may well be without TLS.
      strictTransportSecurity: false,
    }),
  );
  const state = app.get(ServiceState);
  app.use((_: Request, response: Response, next: NextFunction) => {
    response.setHeader('Cache-Control', 'no-store');
    if (state.isStopping) response.setHeader('Connection', 'close');
    next();
  });
  app.use(cookieParser());
  app.useBodyParser('json', { limit: '256kb' });
  serveOpenApi(app);
  serveUi(app);
}
