/** Classes of ASCII characters (RFC 3261 §25.1), to be combined with `|`. */
export const ALPHANUMERIC = 1;
export const TOKEN = 2;
/** Of the user part of a URI, but for escapes. */
export const USER = 4;
export const PASSWORD = 8;
/** Of the name and value of a URI parameter, but for escapes. */
export const URI_PARAMETER = 16;
/** Of a Call-ID's halves. */
export const WORD = 32;
/** Of a reason phrase, but for escapes. */
export const PHRASE = 64;
export const HOST = 128;
export const DIGIT = 256;

const ALNUM = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const UNRESERVED = `${ALNUM}-_.!~*'()`;

const table = new Uint16Array(128);
mark(ALPHANUMERIC, ALNUM);
mark(TOKEN, `${ALNUM}-.!%*_+\`'~`);
mark(USER, `${UNRESERVED}&=+$,;?/`);
mark(PASSWORD, `${UNRESERVED}&=+$,`);
mark(URI_PARAMETER, `${UNRESERVED}[]/:&+$`);
mark(WORD, `${ALNUM}-.!%*_+\`'~()<>:\\"/[]?{}`);
mark(PHRASE, `${UNRESERVED};/?:@&=+$, \t`);
mark(HOST, `${ALNUM}-.`);
mark(DIGIT, '0123456789');

function mark(characterClass: number, members: string): void {
  for (const member of members) table[member.charCodeAt(0)]! |= characterClass;
}

/** Whether the character with this code is in one of the classes. */
export function isIn(code: number, classes: number): boolean {
  return code < 128 && ((table[code] ?? 0) & classes) !== 0;
}

/** Whether all of a text is in one of the classes. */
export function consistsOf(text: string, classes: number): boolean {
  for (let i = 0; i < text.length; i++) if (!isIn(text.charCodeAt(i), classes)) return false;
  return true;
}
