import { message } from '@marcador/messages/message.js';
import { Param, ParseUUIDPipe, type PipeTransform } from '@nestjs/common';
import { badRequest } from './api-error.js';
import { isRowId } from './row-id.js';

const uuid = new ParseUUIDPipe({
  exceptionFactory: () => badRequest('validation-failed', message('not-id')),
});

/** An id may be written in capitals; whatever is kept in memory by id knows it as the database writes it. */
const asStored: PipeTransform<string, string> = { transform: (id) => id.toLowerCase() };

/** An id in the address. */
export const IdParam = (name = 'id') => Param(name, uuid, asStored);

const rowId: PipeTransform<string, string> = {
  transform(text) {
    if (isRowId(text)) return text;
    throw badRequest('validation-failed', message('not-row-id'));
  },
};

/** The id in the address of a row that is counted up. */
export const RowIdParam = (name: string) => Param(name, rowId);
