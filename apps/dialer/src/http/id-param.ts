import { Param, ParseUUIDPipe } from '@nestjs/common';
import { badRequest } from './api-error.js';

/** An id in the address. */
export const IdParam = (name = 'id') =>
  Param(
    name,
    new ParseUUIDPipe({
      exceptionFactory: () => badRequest('validation-failed', 'The id in the address must be a UUID.'),
    }),
  );
