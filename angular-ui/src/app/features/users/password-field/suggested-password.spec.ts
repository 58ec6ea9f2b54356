import { suggestedPassword } from './suggested-password';

describe('a suggested password', () => {
  const passwords = Array.from({ length: 500 }, suggestedPassword);

  it('is 16 letters and digits of which none is taken for another', () => {
    expect(passwords.filter((each) => !/^[a-km-zA-HJ-NP-Z2-9]{16}$/.test(each))).toEqual([]);
  });

  it('is never the same', () => {
    expect(new Set(passwords).size).toBe(500);
  });

  it('makes use of every letter and digit there is', () => {
    expect(new Set(passwords.join('')).size).toBe(24 + 24 + 8);
  });
});
