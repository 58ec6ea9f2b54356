import { Param, ParseUUIDPipe, type PipeTransform } from '@nestjs/common';
import { badRequest } from './api-error.js';
import { isRowId } from './row-id.js';

/** An id in the address. */
export const IdParam = (name = 'id') =>
  Param(
    name,
    new ParseUUIDPipe({
      exceptionFactory: () => badRequest('validation-failed', 'The id in the address must be a UUID.'),
    }),
  );

const rowId: PipeTransform<string, string> = {
  transform(text) {
    if (isRowId(text)) return text;
    throw badRequest('validation-failed', 'The id in the address must be a whole number.');
  },
};

/** The id in the address of a row that is counted up. */
export const RowIdParam = (name: string) => Param(name, rowId);
