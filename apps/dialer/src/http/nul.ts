/** Whether a text has the one character that PostgreSQL cannot store. */
export function hasNul(text: string): boolean {
  return text.includes('\0');
}

/**
 * Where in parsed JSON there is a text with a NUL character: the keys that lead there, joined by dots, or `undefined`.
 */
export function placeOfNul(value: unknown, place = ''): string | undefined {
  if (typeof value === 'string') return hasNul(value) ? place : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (hasNul(key)) return place;
    const found = placeOfNul(inner, place === '' ? key : `${place}.${key}`);
    if (found !== undefined) return found;
  }
  return undefined;
}
