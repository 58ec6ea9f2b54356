import { matchingNumber } from '@marcador/domain/matching-number.js';

/**
 * The number in the form in which it is compared with a list, see `matchingNumber`.
 * @param number E.164 digits
 * @throws Error when they are not
 */
export function comparedForm(number: string): number {
  const form = matchingNumber(Number(number));
  if (Number.isSafeInteger(form) && form > 0) return form;
  throw new Error('A list holds numbers as E.164 digits only.');
}
