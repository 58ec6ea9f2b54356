import { z } from 'zod';

/** The configuration of an instance: a flat or nested zod object. Its JSON Schema draws the form in the admin UI. */
export type ConfigSchema = z.ZodObject;

/**
 * A configuration string that is written but never shown again (password, API key).
 *
 * The API answers with a placeholder instead of the value, logs never hold it, and the database holds it sealed.
 */
export function secret() {
  return z.string().min(1).meta({ writeOnly: true, format: 'password' });
}

/** Whether a field's schema was made by {@link secret}, also below `.optional()`, `.nullable()` and `.default()`. */
export function isSecret(field: z.core.$ZodType): boolean {
  if (z.globalRegistry.get(field)?.['writeOnly'] === true) return true;
  const inner = (field._zod.def as { innerType?: z.core.$ZodType }).innerType;
  return inner !== undefined && isSecret(inner);
}
