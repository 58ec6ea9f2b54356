import type { LeadPosition } from '@marcador/persistence/leads/lead-listing.js';
import { isRowId } from '../http/row-id.js';

/** A place in the order of a list, as clients carry it from page to page. */
export function cursorOf({ key, id }: LeadPosition): string {
  return Buffer.from(JSON.stringify([key, id])).toString('base64url');
}

/** `undefined`: that was not made by {@link cursorOf}. */
export function positionOf(cursor: string): LeadPosition | undefined {
  try {
    const [key, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    return typeof key === 'string' && typeof id === 'string' && isRowId(id) ? { key, id } : undefined;
  } catch {
    return undefined;
  }
}
