import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.min';
import examples from 'libphonenumber-js/mobile/examples';
import { isRegion, numberBeginnings, numberNormaliser } from './phone-number.js';

const brazil = numberNormaliser('BR');
const numberOf = (result: ReturnType<typeof brazil>) =>
  result.ok ? result.number : `refused: ${result.fault}`;

describe('a phone number', () => {
  it.each([
    ['554183015031', '554183015031'],
    ['5541983015031', '5541983015031'],
    [' +55 (41) 8301-5031 ', '554183015031'],
    ['4183015031', '554183015031'],
    ['041 8301 5031', '554183015031'],
    ['55991234567', '5555991234567'],
    ['+1 212 555 0123', '12125550123'],
    ['0055 41 8301 5031', '554183015031'],
    ['351912345678', '351912345678'],
  ])('of a Brazilian campaign, %j, is stored as %s', (text, number) => {
    expect(numberOf(brazil(text))).toBe(number);
  });

  it.each([
    ['', 'no-phone-number'],
    ['1', 'number-too-short'],
    ['190', 'number-length'],
    ['55418301503155555', 'number-length'],
    ['5,54183E+11', 'number-rounded'],
    ['Phone', 'not-phone-number'],
    ['4183015031 ext. 12', 'number-with-extension'],
    ['+999 12345678', 'number-without-country'],
    ['call 554183015031', 'not-phone-number'],
    ['554183015031;', 'not-phone-number'],
  ])('%j is refused for being %s', (text, fault) => {
    expect(brazil(text)).toEqual({ ok: false, fault });
  });

  it('needs its country code where there is no default region', () => {
    const anywhere = numberNormaliser();
    expect(numberOf(anywhere('554183015031'))).toBe('554183015031');
    expect(numberOf(anywhere('+554183015031'))).toBe('554183015031');
    expect(anywhere('04183015031').ok).toBe(false);
    expect(numberOf(anywhere('00554183015031'))).toBe('554183015031');
    expect(anywhere('999123456789').ok).toBe(false);
    // National numbers of Brazil, which begin like Swiss and American ones.
    expect(anywhere('4183015031').ok).toBe(false);
    expect(anywhere('11983015').ok).toBe(false);
  });

  it('comes out the same in every way of writing it, in every region', () => {
    for (const region of getCountries(metadata)) {
      const example = getExampleNumber(region, examples, metadata);
      if (example === undefined) continue;
      const digits = example.number.slice(1);
      const normalise = numberNormaliser(region);
      const written = [example.number, example.formatInternational(), example.formatNational()];
      expect([region, ...written.map((text) => numberOf(normalise(text)))]).toEqual([
        region,
        digits,
        digits,
        digits,
      ]);
    }
  });

  it('is a fixed point: what was stored is never read as another number', () => {
    const digits = fc.stringMatching(/^55[1-9]{2}[2-9]\d{7,8}$/);
    fc.assert(
      fc.property(digits, (text) => {
        const once = numberOf(brazil(text));
        expect(once).toBe(text);
        expect(numberOf(brazil(once))).toBe(once);
      }),
    );
  });

  it('is E.164 digits or a fault, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+()0-9 .-]{0,20}$/)), (text) => {
        const result = brazil(text);
        if (result.ok) expect(result.number).toMatch(/^[1-9]\d{6,14}$/);
        else expect(result.fault).toMatch(/number/);
      }),
    );
  });
});

describe('a default region', () => {
  it('is a known country in capital letters', () => {
    expect([isRegion('BR'), isRegion('br'), isRegion('XX'), isRegion('')]).toEqual([
      true,
      false,
      false,
      false,
    ]);
  });
});

describe('the beginning of a number', () => {
  it.each([
    ['(41) 8301', 'BR', ['418301', '55418301']],
    ['5541 83', 'BR', ['554183', '55554183']],
    ['041 83', 'BR', ['554183']],
    ['+55 41', 'BR', ['5541']],
    ['0055 41', 'BR', ['5541']],
    ['418301', undefined, ['418301']],
    ['041', undefined, []],
    ['41', 'BR', []],
    ['Ana 418301', 'BR', []],
    ['', 'BR', []],
  ] as const)('written as %j in %s is looked for as %j', (text, region, beginnings) => {
    expect(numberBeginnings(text, region)).toEqual(beginnings);
  });
});
