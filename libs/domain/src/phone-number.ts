import {
  getCountryCallingCode,
  isSupportedCountry,
  Metadata,
  parsePhoneNumberWithError,
  ParseError,
  type CountryCode,
} from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.min';

/** Why a text is no phone number that can be dialled. */
export type NumberFault =
  | 'no-phone-number'
  | 'number-rounded'
  | 'number-with-extension'
  | 'number-length'
  | 'number-too-short'
  | 'number-too-long'
  | 'number-without-country'
  | 'not-phone-number';

/** A number as it is stored and dialled, or why the text is none. */
export type NormalisedNumber =
  | { readonly ok: true; /** E.164 digits without `+`. */ readonly number: string }
  | { readonly ok: false; readonly fault: NumberFault };

/** Turns what people write into E.164 digits; made once for many numbers. */
export type NumberNormaliser = (text: string) => NormalisedNumber;

/** The region of national numbers: an ISO 3166-1 alpha-2 code such as `BR`. */
export type Region = CountryCode;

/** Whether the text names a region (ISO 3166-1 alpha-2, upper case) whose numbering plan is known. */
export function isRegion(text: string): text is Region {
  return isSupportedCountry(text as CountryCode, metadata);
}

const E164_DIGITS = /^[1-9]\d{7,14}$/;
const SCIENTIFIC = /^\d([.,]\d+)?E\+\d+$/i;

/**
 * Makes the normaliser for one default region.
 *
 * Plain digits that begin with the region's country code and have a length of its plan are taken as they stand
 * (`554183015031`), which costs a few comparisons. All else goes through libphonenumber, and only lengths are judged
 * there, not ranges: which ranges exist is for the network to say, and changes. Digits that fit both as a national
 * and as an international number are national ones. No region means that every number has to have its country code,
 * with `+`, 00 or nothing before it, and a length of that country's plan: a national number that begins like another
 * country's would otherwise pass as a number of that country.
 */
export function numberNormaliser(region?: Region): NumberNormaliser {
  const isWhole = region === undefined ? () => false : wholeNumberOf(region);
  return (text) => {
    const trimmed = text.trim();
    return isWhole(trimmed) ? { ok: true, number: trimmed } : parse(trimmed, region);
  };
}

function wholeNumberOf(region: Region): (digits: string) => boolean {
  const code = getCountryCallingCode(region, metadata);
  const plans = new Metadata(metadata);
  plans.selectNumberingPlan(region);
  const national = new Set(plans.numberingPlan?.possibleLengths() ?? []);
  return (digits) =>
    digits.startsWith(code) &&
    national.has(digits.length - code.length) &&
    !national.has(digits.length) &&
    E164_DIGITS.test(digits);
}

function parse(text: string, region: Region | undefined): NormalisedNumber {
  if (text === '') return refused('no-phone-number');
  // A spreadsheet has taken it for a quantity.
  if (SCIENTIFIC.test(text)) return refused('number-rounded');
  const national = parseAs(text, region);
  if (national.ok) return national;
  // 00 is the usual prefix of international numbers, also where the region's own one has a carrier code in it.
  const international = E164_DIGITS.test(text) ? `+${text}` : text.replace(/^00/, '+');
  const whole = parseAs(international, undefined);
  return whole.ok ? whole : national;
}

function parseAs(text: string, region: Region | undefined): NormalisedNumber {
  try {
    const options = { extract: false, ...(region !== undefined && { defaultCountry: region }) };
    const parsed = parsePhoneNumberWithError(text, options, metadata);
    if (parsed.ext !== undefined) return refused('number-with-extension');
    if (!parsed.isPossible()) return refused('number-length');
    return { ok: true, number: parsed.number.slice(1) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return refused(FAULTS[error.message] ?? 'not-phone-number');
  }
}

const FAULTS: Readonly<Record<string, NumberFault>> = {
  TOO_SHORT: 'number-too-short',
  TOO_LONG: 'number-too-long',
  INVALID_COUNTRY: 'number-without-country',
};

function refused(fault: NumberFault): NormalisedNumber {
  return { ok: false, fault };
}

/** Fewer digits would find too much to be of use. */
const SHORTEST_BEGINNING = 3;

/**
 * What stored numbers begin with when somebody looks for one by its first digits, written with or without the country
 * code: `(41) 8301` in BR → `418301`, `55418301`. Empty: the text is not the beginning of a number.
 */
export function numberBeginnings(text: string, region?: Region): string[] {
  const digits = text.replace(/\D/g, '');
  if (!/^\s*\+?[\d\s()./-]+$/.test(text) || digits.length < SHORTEST_BEGINNING) return [];
  if (/^\s*\+/.test(text)) return [digits];
  if (digits.startsWith('00')) return [digits.slice(2)];
  const national = digits.replace(/^0/, '');
  const whole = region === undefined ? [] : [`${getCountryCallingCode(region, metadata)}${national}`];
  return digits.startsWith('0') ? whole : [digits, ...whole];
}
