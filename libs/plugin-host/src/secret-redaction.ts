import { message } from '@marcador/messages/message.js';
import { isSecret, type ConfigSchema } from '@marcador/plugin-api';
import type { z } from 'zod';
import { defOf, isRecord, mapLeaves } from './config-walk.js';
import type { ConfigProblem } from './extension-registry.js';
import { because } from './reason.js';
import { Unreadable } from './sealed-config.js';

/** What is shown in place of a secret, and sent back by a client that leaves it as it is. */
export const SECRET_PLACEHOLDER = '••••••••';

type Schema = z.core.$ZodType;

/** A configuration as it is meant by whoever sent it. */
export interface RestoredConfig {
  readonly config: unknown;
  /** Where saved secrets were put in: keys joined by dots. */
  readonly restored: readonly string[];
  /** The saved secrets that should have been put in and cannot be read. */
  readonly problems: readonly ConfigProblem[];
}

/** The configuration as it may be shown: each secret that has a value becomes {@link SECRET_PLACEHOLDER}. */
export function redactConfig(schema: ConfigSchema, config: unknown): unknown {
  return mapLeaves(schema, config, undefined, ({ isSecret: hidden, value }) => {
    const isThere = value !== undefined && value !== null;
    return (hidden && isThere) || value instanceof Unreadable ? SECRET_PLACEHOLDER : value;
  });
}

/**
 * The configuration as it is meant: where a client sent the placeholder back, or nothing at all, the saved secret of the
 * same path; `null` takes it away. What is left without a value is left out, so that validation asks for it. Items of
 * a list are matched by their position and need the placeholder; so do the members of a union or a record.
 */
export function restoreSecrets(schema: ConfigSchema, sent: unknown, saved: unknown): RestoredConfig {
  const restored: string[] = [];
  const problems: ConfigProblem[] = [];
  const config = mapLeaves(schema, withUnsentSecrets(schema, sent, saved), saved, (leaf) => {
    const { value, other, path } = leaf;
    if (value === SECRET_PLACEHOLDER && other instanceof Unreadable) {
      problems.push({ path: path.join('.'), ...because(message('secret-unreadable')) });
      return undefined;
    }
    if (!leaf.isSecret) return value;
    if (value !== SECRET_PLACEHOLDER) return value ?? undefined;
    if (other !== undefined) restored.push(path.join('.'));
    return other;
  });
  return { config, restored, problems };
}

/** Only where the schema leaves no doubt about what belongs together: in objects within objects. */
function withUnsentSecrets(schema: Schema, sent: unknown, saved: unknown): unknown {
  const { shape, innerType, in: input } = defOf(schema);
  const inner = innerType ?? input;
  if (inner !== undefined) return withUnsentSecrets(inner, sent, saved);
  if (shape === undefined || !isRecord(sent) || !isRecord(saved)) return sent;
  const whole: Record<string, unknown> = { ...sent };
  for (const [key, member] of Object.entries(shape)) {
    if (Object.hasOwn(sent, key)) whole[key] = withUnsentSecrets(member, sent[key], saved[key]);
    else if (isSecret(member) && Object.hasOwn(saved, key)) whole[key] = SECRET_PLACEHOLDER;
  }
  return whole;
}
