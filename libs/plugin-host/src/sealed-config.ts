import { message } from '@marcador/messages/message.js';
import { isSealed, type SecretBox } from '@marcador/platform/secret-box.js';
import type { ConfigSchema } from '@marcador/plugin-api';
import { isRecord, mapLeaves, type Leaf } from './config-walk.js';
import { because, type Reason } from './reason.js';

/** A secret as it is stored: it says of itself that it is sealed, so that no schema is needed to open it. */
interface SealedValue {
  readonly $secret: string;
}

/** Stands in an opened configuration for a secret that cannot be read. */
export class Unreadable {
  constructor(
    readonly stored: SealedValue,
    readonly why: Reason,
  ) {}
}

/** A stored configuration with its secrets open. */
export interface OpenedConfig {
  /** Where a secret cannot be read, {@link Unreadable}. */
  readonly config: Record<string, unknown>;
  /** Why it must not be used; present exactly when a secret cannot be read. */
  readonly fault?: Reason;
}

/**
 * The configuration as it is stored: secrets are sealed for this instance and for their place in it, so are texts of
 * which nobody knows whether they are secret. What was sealed before and is the same stays as it is stored.
 * @param schema `undefined`: the type is not there
 * @param stored what is stored now, if anything
 */
export function sealConfig(
  schema: ConfigSchema | undefined,
  instanceId: string,
  config: Record<string, unknown>,
  box: SecretBox,
  stored?: unknown,
): Record<string, unknown> {
  const seal = (leaf: Leaf) => {
    const { value, other, path } = leaf;
    if (value instanceof Unreadable) return value.stored;
    if (value === undefined || value === null || !needsSeal(leaf)) return value;
    const place = placeOf(instanceId, path);
    const text = JSON.stringify(value);
    if (isSealedValue(other) && box.isOfNewestKey(other.$secret)) {
      const there = box.open(other.$secret, place);
      if ('text' in there && there.text === text) return other;
    }
    return { $secret: box.seal(text, place) } satisfies SealedValue;
  };
  return mapLeaves(schema, config, stored, seal) as Record<string, unknown>;
}

/** Opens a stored configuration. Secrets that were stored before they were sealed are taken as they are. */
export function openConfig(
  instanceId: string,
  stored: Record<string, unknown>,
  box: SecretBox,
): OpenedConfig {
  let fault: Reason | undefined;
  const open = (value: unknown, path: readonly string[]): unknown => {
    if (isSealedValue(value)) {
      const opened = openValue(value, placeOf(instanceId, path), box);
      if (opened instanceof Unreadable) fault ??= opened.why;
      return opened;
    }
    if (Array.isArray(value)) return value.map((item, at) => open(item, [...path, String(at)]));
    if (!isRecord(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, open(each, [...path, key])]));
  };
  const config = open(stored, []) as Record<string, unknown>;
  return fault === undefined ? { config } : { config, fault };
}

function needsSeal({ isSecret, schemas, value, other }: Leaf): boolean {
  return isSecret || (schemas.length === 0 && (typeof value === 'string' || isSealedValue(other)));
}

function openValue(stored: SealedValue, place: string, box: SecretBox): unknown {
  const opened = box.open(stored.$secret, place);
  if ('text' in opened) return JSON.parse(opened.text);
  const why =
    'otherKey' in opened ? message('secret-other-key', { key: opened.otherKey }) : message('secret-damaged');
  return new Unreadable(stored, because(why));
}

function isSealedValue(value: unknown): value is SealedValue {
  return isRecord(value) && Object.keys(value).length === 1 && isSealed(value['$secret']);
}

/** Two instances never have the same place, nor two secrets of an instance. */
function placeOf(instanceId: string, path: readonly string[]): string {
  return JSON.stringify([instanceId, ...path]);
}
