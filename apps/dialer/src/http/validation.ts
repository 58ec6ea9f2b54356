import { Injectable, ValidationPipe, type PipeTransform, type ValidationError } from '@nestjs/common';
import { badRequest, type ErrorDetail } from './api-error.js';
import { placeOfNul } from './nul.js';

/** Checks bodies and queries by their classes: an unknown field is an error, and every error names its field. */
export function validation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => {
      const details = errors.flatMap((error) => detailsOf(error, ''));
      const sentence = details.map(({ field, message }) => `${field} ${message}`).join('; ');
      return badRequest('validation-failed', `${sentence}.`, details);
    },
  });
}

/** Refuses texts that the database cannot store, wherever they stand in a body or a query. */
@Injectable()
export class NulPipe implements PipeTransform {
  transform(value: unknown): unknown {
    const field = placeOfNul(value);
    if (field === undefined) return value;
    const message = 'must not contain a NUL character';
    throw badRequest('validation-failed', `${field || 'A name'} ${message}.`, [{ field, message }]);
  }
}

function detailsOf(error: ValidationError, above: string): ErrorDetail[] {
  const field = above === '' ? error.property : `${above}.${error.property}`;
  const own = Object.entries(error.constraints ?? {}).map(([rule, message]) => ({
    field,
    message:
      rule === 'whitelistValidation'
        ? 'is not a field of this request'
        : withoutName(message, error.property),
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => detailsOf(child, field))];
}

/** class-validator's own messages begin with the field's name. */
function withoutName(message: string, property: string): string {
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}
