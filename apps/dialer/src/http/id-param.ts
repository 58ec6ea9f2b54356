import { Param, ParseUUIDPipe } from '@nestjs/common';
import { badRequest } from './api-error.js';

/** The id in the address. */
export const IdParam = () =>
  Param(
    'id',
    new ParseUUIDPipe({
      exceptionFactory: () => badRequest('validation-failed', 'The id in the address must be a UUID.'),
    }),
  );
