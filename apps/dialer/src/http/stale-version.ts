import { message } from '@marcador/messages/message.js';
import { StaleVersionError } from '@marcador/persistence/repository.errors.js';
import { HttpStatus } from '@nestjs/common';
import { isDeepStrictEqual } from 'node:util';
import { ApiError } from './api-error.js';

/** The values of an object by the names that a request gives them. */
export type Fields = Readonly<Record<string, unknown>>;

/** A field that two editors want to be different. */
export interface FieldDifference {
  /** `config.baseUrl` style. */
  readonly field: string;
  /** What was sent; null: nothing. */
  readonly yours: unknown;
  /** What is saved; null: nothing. */
  readonly current: unknown;
}

/** What two editors of an object disagree about. Whoever calls has taken secrets out of both. */
export interface Editors {
  /** What the request asks for: only its fields are compared. */
  readonly yours: object;
  /** The object as it is now, with its version and under the names of the request. */
  current(): Promise<Fields & { readonly version: number }>;
}

/**
 * Makes a change that was decided on a version of the object.
 * @throws ApiError 409 that tells what is different, when somebody else has changed the object since
 */
export async function onItsVersion<T>(editors: Editors, change: () => Promise<T>): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof StaleVersionError)) throw error;
    const current = await editors.current();
    const details = differences({ ...editors.yours }, current);
    const extras = { details, currentVersion: current.version, sentence: error.message };
    throw new ApiError(HttpStatus.CONFLICT, 'stale-version', message('stale-version'), extras);
  }
}

/** The fields of `yours` whose value in `current` is another one. Lists are told whole, objects member by member. */
export function differences(yours: Fields, current: Fields, above = ''): FieldDifference[] {
  return Object.entries(yours).flatMap(([key, wanted]): FieldDifference[] => {
    const field = above + key;
    const there = current[key];
    if (field === 'version' || wanted === undefined || isDeepStrictEqual(wanted, there)) return [];
    if (isObject(wanted) && isObject(there)) {
      const dropped = Object.keys(there).filter((member) => !(member in wanted));
      const whole = { ...Object.fromEntries(dropped.map((member) => [member, null])), ...wanted };
      return differences(whole, there, `${field}.`);
    }
    return [{ field, yours: wanted, current: there ?? null }];
  });
}

function isObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
