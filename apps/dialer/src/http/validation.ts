import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { badRequest, type ErrorDetail } from './api-error.js';

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
