/** Without those that are taken for one another: 0 and O, 1, l and I. */
const SIGNS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const LENGTH = 16;
/** The largest multiple of the number of signs that fits into a byte: from there on the first signs would come more often. */
const USABLE = 256 - (256 % SIGNS.length);

/** A password that nobody can guess and that can be read out: 16 letters and digits, more than 90 bits. */
export function suggestedPassword(): string {
  let password = '';
  while (password.length < LENGTH) {
    const [byte = USABLE] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < USABLE) password += SIGNS.charAt(byte % SIGNS.length);
  }
  return password;
}
