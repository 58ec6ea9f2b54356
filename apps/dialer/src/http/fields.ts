import { message, type PlainCode } from '@marcador/messages/message.js';
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
import { says } from './validation.js';

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

const isText = IsString(says(message('not-text')));

function lengthOf(min: number, max: number): PropertyDecorator {
  const refused =
    min === 0 ? message('too-many-characters', { max }) : message('not-so-many-characters', { min, max });
  return Length(min, max, says(refused));
}

/** A text, its ends trimmed. */
export function TextField(options: FieldOptions & { readonly min?: number; readonly max: number }) {
  const { min = 0, max } = options;
  return field(
    options,
    { type: String, minLength: min, maxLength: max },
    trimmed,
    isText,
    lengthOf(min, max),
  );
}

/** A password: nothing is trimmed. */
export function PasswordField(options: FieldOptions & { readonly min?: number }) {
  const { min = 1 } = options;
  return field(
    options,
    { type: String, format: 'password', minLength: min, maxLength: 200 },
    isText,
    lengthOf(min, 200),
  );
}

/** A text of a given form; `otherwise` is said of any other. */
export function PatternField(
  options: FieldOptions & { readonly pattern: RegExp; readonly otherwise: PlainCode },
) {
  const { pattern, otherwise } = options;
  const matches = Matches(pattern, says(message(otherwise)));
  return field(options, { type: String, pattern: pattern.source }, trimmed, isText, matches);
}

/** A text that a rule of the domain accepts; `otherwise` is said of any other. */
export function RuleField(
  options: FieldOptions & {
    readonly rule: (text: string) => boolean;
    readonly otherwise: PlainCode;
    readonly format?: string;
    /** For clients: what the rule accepts looks like this, and perhaps a little more. */
    readonly pattern?: RegExp;
  },
) {
  const { rule, otherwise, format, pattern } = options;
  const follows = ValidateBy(
    { name: 'rule', validator: { validate: (value: unknown) => typeof value === 'string' && rule(value) } },
    says(message(otherwise)),
  );
  const schema = { ...(format !== undefined && { format }), ...(pattern && { pattern: pattern.source }) };
  return field(options, { type: String, ...schema }, trimmed, follows);
}

/** Keys and values whose form is known elsewhere. */
export function ObjectField(options: FieldOptions) {
  return field(
    options,
    { type: 'object', additionalProperties: true },
    IsObject(says(message('not-object'))),
  );
}

/** A whole number. */
export function IntegerField(options: FieldOptions & { readonly min: number; readonly max: number }) {
  const { min, max } = options;
  const refused = says(message('not-integer-between', { min, max }));
  const schema = { type: 'integer', minimum: min, maximum: max } as const;
  return field(options, schema, numeric, IsInt(refused), Min(min, refused), Max(max, refused));
}

/** The version of an object that a change was decided on. */
export function VersionField() {
  const description = 'the version that the change was decided on';
  return IntegerField({ description, min: 1, max: 2_147_483_647 });
}

/** Yes or no. */
export function BooleanField(options: FieldOptions) {
  return field(options, { type: Boolean }, IsBoolean(says(message('not-boolean'))));
}

/** One of a few words. */
export function ChoiceField(options: FieldOptions & { readonly choices: NamedEnum }) {
  const { choices } = options;
  const refused = says(message('not-one-of', { choices: choices.enum.join(', ') }));
  return field(options, { ...choices }, IsIn([...choices.enum], refused));
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
    IsUUID(undefined, says(message('not-id'))),
  );
}

const MOST_IDS = 1000;

/** A list of ids. */
export function IdListField(options: FieldOptions) {
  return field(
    options,
    { type: String, format: 'uuid', isArray: true, uniqueItems: true, maxItems: MOST_IDS },
    asStored,
    ArrayMaxSize(MOST_IDS, says(message('too-many-items', { max: MOST_IDS }))),
    ArrayUnique(says(message('ids-twice'))),
    IsUUID(undefined, { each: true, ...says(message('not-ids')) }),
  );
}

/** A list of whole numbers without repetition. */
export function IntegerListField(options: FieldOptions & { readonly min: number; readonly max: number }) {
  const { min, max } = options;
  const refused = says(message('not-integers-between', { min, max }));
  const each = { each: true, ...refused };
  return field(
    options,
    { type: 'integer', minimum: min, maximum: max, isArray: true, uniqueItems: true, minItems: 1 },
    ArrayMinSize(1, refused),
    ArrayUnique(refused),
    IsInt(each),
    Min(min, each),
    Max(max, each),
  );
}

/** The `next` or `previous` of another page: an id of the database. */
export function CursorField(options: FieldOptions) {
  return RuleField({ ...options, rule: isRowId, otherwise: 'not-cursor' });
}
