import { isRegion } from '@marcador/domain/phone-number.js';
import { isDate, isTimeOfDay } from '@marcador/domain/schedule.js';

/** Texts that have the same form wherever they are asked for, for `RuleField`. */

export const DATE = { rule: isDate, form: 'a date, YYYY-MM-DD', format: 'date' };

export const TIME_OF_DAY = {
  rule: isTimeOfDay,
  form: 'a time of day from 00:00 to 24:00',
  pattern: /^(?:([01]\d|2[0-3]):([0-5]\d)|24:00)$/,
};

export const REGION = {
  rule: isRegion,
  form: 'a region in two capital letters, such as BR',
  pattern: /^[A-Z]{2}$/,
};
