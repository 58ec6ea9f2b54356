import { isMessageCode, message, textOf, type Message } from '@marcador/messages/message.js';
import { Injectable, ValidationPipe, type PipeTransform, type ValidationError } from '@nestjs/common';
import type { ValidationOptions } from 'class-validator';
import { detail, invalid, type ErrorDetail } from './api-error.js';
import { placeOfNul } from './nul.js';

/** Checks bodies and queries by their classes: an unknown field is an error, and every error names its field. */
export function validation(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    forbidUnknownValues: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => invalid(errors.flatMap((error) => detailsOf(error, ''))),
  });
}

/** What a validator says when it refuses a value. */
export function says(said: Message): ValidationOptions {
  return { message: textOf(said), context: said };
}

/** Refuses texts that the database cannot store, wherever they stand in a body or a query. */
@Injectable()
export class NulPipe implements PipeTransform {
  transform(value: unknown): unknown {
    const field = placeOfNul(value);
    if (field === undefined) return value;
    throw invalid([detail(field, message('nul-character'))]);
  }
}

function detailsOf(error: ValidationError, above: string): ErrorDetail[] {
  const field = above === '' ? error.property : `${above}.${error.property}`;
  const own = Object.keys(error.constraints ?? {}).map((rule) => detail(field, refusal(error, rule)));
  return [...own, ...(error.children ?? []).flatMap((child) => detailsOf(child, field))];
}

function refusal({ value, contexts }: ValidationError, rule: string): Message {
  if (rule === 'whitelistValidation') return message('unknown-field');
  if (value === undefined) return message('required');
  const said = contexts?.[rule] as Message | undefined;
  return isMessageCode(said?.code) ? said : message('wrong-form');
}
