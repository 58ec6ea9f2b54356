/**
 * Shows enough of a phone number to recognise it beside others, and hides enough that nobody can call it:
 * `554183015031` → `55418*****31`. Anything but digits stays as it is.
 */
export function maskNumber(number: string): string {
  const digits = number.match(/\d/g)?.length ?? 0;
  const head = Math.min(5, Math.max(0, Math.floor(digits / 2) - 1));
  const tail = Math.min(2, Math.floor(digits / 4));
  let seen = 0;
  return number.replace(/\d/g, (digit) => {
    seen++;
    return seen <= head || seen > digits - tail ? digit : '*';
  });
}

const NUMBER_FIELDS = new Set([
  'number',
  'numbers',
  'phone',
  'phones',
  'phonenumber',
  'pilotnumber',
  'to',
  'from',
  'caller',
  'callee',
  'called',
  'dialled',
  'destination',
  'msisdn',
]);
const SECRET_FIELD =
  /passw|passphrase|secret|token|credential|authori[sz]ation$|cookie|api-?_?key|private-?_?key/i;

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** A run of digits long enough to be called, alone or written in groups behind a plus. */
const NUMBER = String.raw`(?<![0-9A-Za-z])(?:\+\d(?:[ ().\/-]{0,2}\d){6,}|\d{7,})(?![0-9A-Za-z])`;
const UUID_OR_NUMBER = new RegExp(`(${UUID})|${NUMBER}`, 'gi');
const CREDENTIAL_HEADER = /((?:proxy-)?authorization|(?:set-)?cookie)(["']?\s*[:=]\s*)[^\r\n]+/gi;
const URL_PASSWORD = /(:\/\/[^\s:/@]*:)[^\s/@]+@/g;

const SECRET = '[secret]';
const DEEPEST = 8;

/**
 * Copies a value for the log: without secrets, and with phone numbers masked if `numbers` says so: in the fields that
 * hold them, and in every string where a run of 7 or more digits stands alone (`sip:5541…@host`).
 */
export function redact(value: unknown, options: { readonly numbers: boolean }): unknown {
  return copy(value, options.numbers, 0, new Set());
}

function copy(value: unknown, numbers: boolean, depth: number, above: Set<object>): unknown {
  if (typeof value === 'string') return cleanText(value, numbers);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST || above.has(value)) return '[…]';
  if (value instanceof Date) return value;
  above.add(value);
  const copied = copyObject(value, numbers, depth, above);
  above.delete(value);
  return copied;
}

function copyObject(value: object, numbers: boolean, depth: number, above: Set<object>): unknown {
  if (Array.isArray(value) || value instanceof Set)
    return [...value].map((each) => copy(each, numbers, depth + 1, above));
  if (value instanceof Map) return copyObject(Object.fromEntries(value) as object, numbers, depth, above);
  const result: Record<string, unknown> = {};
  for (const [key, field] of fieldsOf(value)) {
    if (SECRET_FIELD.test(key) && field !== undefined && field !== null) result[key] = SECRET;
    else if (numbers && NUMBER_FIELDS.has(plain(key))) result[key] = maskDeep(field, depth + 1, above);
    else result[cleanText(key, numbers)] = copy(field, numbers, depth + 1, above);
  }
  return result;
}

/** What a database's error repeats of the data: passwords, names, numbers. */
const DATA_OF_ERRORS = new Set(['parameters', 'detail', 'where']);

/** An error's own text is not enumerable. */
function fieldsOf(value: object): [string, unknown][] {
  if (!(value instanceof Error)) return Object.entries(value);
  const fields = Object.entries(value).filter(([key]) => !DATA_OF_ERRORS.has(key));
  const { name, message, stack, cause } = value;
  return [['type', name], ['message', message], ['stack', stack], ['cause', cause], ...fields];
}

function maskDeep(field: unknown, depth: number, above: Set<object>): unknown {
  if (typeof field === 'string') return cleanText(maskNumber(field), true);
  if (typeof field === 'number' || typeof field === 'bigint')
    return field > 999_999 ? maskNumber(String(field)) : field;
  if (Array.isArray(field)) return field.map((each) => maskDeep(each, depth + 1, above));
  return copy(field, true, depth, above);
}

function plain(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase();
}

function cleanText(text: string, numbers: boolean): string {
  const withoutSecrets = text
    .replace(CREDENTIAL_HEADER, `$1$2${SECRET}`)
    .replace(URL_PASSWORD, (_, head: string) => `${head}***@`);
  if (!numbers) return withoutSecrets;
  return withoutSecrets.replace(UUID_OR_NUMBER, (run, uuid?: string) => uuid ?? maskNumber(run));
}
