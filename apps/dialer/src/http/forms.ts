import { isRegion } from '@marcador/domain/phone-number.js';
import { isDate, isTimeOfDay } from '@marcador/domain/schedule.js';

/** Texts that have the same form wherever they are asked for, for `RuleField`. */

export const DATE = { rule: isDate, otherwise: 'not-date', format: 'date' } as const;

export const TIME_OF_DAY = {
  rule: isTimeOfDay,
  otherwise: 'not-time-of-day',
  pattern: /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/,
} as const;

export const REGION = {
  rule: isRegion,
  otherwise: 'not-region',
  pattern: /^[A-Z]{2}$/,
} as const;
