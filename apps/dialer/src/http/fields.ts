import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, type ApiPropertyOptions } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsBoolean,
  IsIn,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  IsUUID,
  Length,
  Matches,
  Max,
  Min,
  ValidateBy,
  ValidateIf,
} from 'class-validator';
import type { NamedEnum } from './named-enums.js';
import { isRowId } from './row-id.js';

/**
 * The fields of request bodies: each decorator validates and documents at once. `optional` fields may be missing or,
 * where `nullable`, null.
 */
interface FieldOptions {
  readonly description: string;
  readonly optional?: boolean;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly example?: unknown;
}

function field(
  options: FieldOptions,
  schema: ApiPropertyOptions,
  ...checks: PropertyDecorator[]
): PropertyDecorator {
  const { description, optional = false, nullable = false } = options;
  const documented = {
    ...schema,
    description,
    ...(nullable && { nullable }),
    ...(options.default !== undefined && { default: options.default }),
    ...(options.example !== undefined && { example: options.example }),
  } as ApiPropertyOptions;
  return applyDecorators(
    optional ? ApiPropertyOptional(documented) : ApiProperty(documented),
    ...(optional && !nullable ? [ValidateIf((_, value) => value !== undefined)] : []),
    ...(nullable ? [IsOptional()] : []),
    ...checks,
  );
}

const trimmed = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' ? value.trim() : value,
);
const numeric = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value,
);

/** A text, its ends trimmed. */
export function TextField(options: FieldOptions & { readonly min?: number; readonly max: number }) {
  const { min = 0, max } = options;
  const length = Length(min, max, { message: `must have ${min} to ${max} characters` });
  return field(options, { type: String, minLength: min, maxLength: max }, trimmed, IsString(), length);
}

/** A password: nothing is trimmed. */
export function PasswordField(options: FieldOptions & { readonly min?: number }) {
  const { min = 1 } = options;
  const length = Length(min, 200, { message: `must have ${min} to 200 characters` });
  return field(
    options,
    { type: String, format: 'password', minLength: min, maxLength: 200 },
    IsString(),
    length,
  );
}

/** A text of a given form; `form` completes "must be …". */
export function PatternField(options: FieldOptions & { readonly pattern: RegExp; readonly form: string }) {
  const { pattern, form } = options;
  const matches = Matches(pattern, { message: `must be ${form}` });
  return field(options, { type: String, pattern: pattern.source }, trimmed, IsString(), matches);
}

/** A text that a rule of the domain accepts; `form` completes "must be …". */
export function RuleField(
  options: FieldOptions & {
    readonly rule: (text: string) => boolean;
    readonly form: string;
    readonly format?: string;
    /** For clients: what the rule accepts looks like this, and perhaps a little more. */
    readonly pattern?: RegExp;
  },
) {
  const { rule, form, format, pattern } = options;
  const follows = ValidateBy(
    { name: 'rule', validator: { validate: (value: unknown) => typeof value === 'string' && rule(value) } },
    { message: `must be ${form}` },
  );
  const schema = { ...(format !== undefined && { format }), ...(pattern && { pattern: pattern.source }) };
  return field(options, { type: String, ...schema }, trimmed, follows);
}

/** Keys and values whose form is known elsewhere. */
export function ObjectField(options: FieldOptions) {
  return field(
    options,
    { type: 'object', additionalProperties: true },
    IsObject({ message: 'must be an object' }),
  );
}

/** A whole number. */
export function IntegerField(options: FieldOptions & { readonly min: number; readonly max: number }) {
  const { min, max } = options;
  const message = `must be a whole number from ${min} to ${max}`;
  const schema = { type: 'integer', minimum: min, maximum: max } as const;
  return field(options, schema, numeric, IsInt({ message }), Min(min, { message }), Max(max, { message }));
}

/** The version of an object that a change was decided on. */
export function VersionField() {
  const description = 'the version that the change was decided on';
  return IntegerField({ description, min: 1, max: 2_147_483_647 });
}

/** Yes or no. */
export function BooleanField(options: FieldOptions) {
  return field(options, { type: Boolean }, IsBoolean({ message: 'must be true or false' }));
}

/** One of a few words. */
export function ChoiceField(options: FieldOptions & { readonly choices: NamedEnum }) {
  const { choices } = options;
  const message = `must be one of ${choices.enum.join(', ')}`;
  return field(options, { ...choices }, IsIn([...choices.enum], { message }));
}

/** An id may be written in capitals; whatever is kept in memory by id knows it as the database writes it. */
const asStored = Transform(({ value }: { value: unknown }) => lowerCase(value));

function lowerCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(lowerCase);
  return typeof value === 'string' ? value.toLowerCase() : value;
}

/** The id of an object. */
export function IdField(options: FieldOptions) {
  return field(
    options,
    { type: String, format: 'uuid' },
    asStored,
    IsUUID(undefined, { message: 'must be an id (UUID)' }),
  );
}

/** A list of ids. */
export function IdListField(options: FieldOptions) {
  return field(
    options,
    { type: String, format: 'uuid', isArray: true, uniqueItems: true, maxItems: 1000 },
    asStored,
    ArrayMaxSize(1000),
    ArrayUnique({ message: 'must not name an id twice' }),
    IsUUID(undefined, { each: true, message: 'must be a list of ids (UUIDs)' }),
  );
}

/** A list of whole numbers without repetition. */
export function IntegerListField(options: FieldOptions & { readonly min: number; readonly max: number }) {
  const { min, max } = options;
  const message = `must be a list of whole numbers from ${min} to ${max}, each once`;
  return field(
    options,
    { type: 'integer', minimum: min, maximum: max, isArray: true, uniqueItems: true, minItems: 1 },
    ArrayMinSize(1, { message }),
    ArrayUnique({ message }),
    IsInt({ each: true, message }),
    Min(min, { each: true, message }),
    Max(max, { each: true, message }),
  );
}

/** The `next` or `previous` of another page: an id of the database. */
export function CursorField(options: FieldOptions) {
  return RuleField({ ...options, rule: isRowId, form: 'the "next" or "previous" of another page' });
}
