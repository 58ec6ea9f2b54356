import { matchingNumber } from './matching-number.js';

describe('the form in which numbers are compared with a list', () => {
  it.each([
    ['a mobile number of Brazil without the 9', 554181021119, 5541981021119],
    ['the lowest of them', 551160000000, 5511960000000],
    ['the highest of them', 559999999999, 5599999999999],
  ])('has the 9 where %s has none', (_, number, form) => {
    expect(matchingNumber(number)).toBe(form);
    expect(matchingNumber(form)).toBe(form);
  });

  it.each([
    ['a fixed line of Brazil', 554133210000],
    ['the highest number of a fixed line', 551159999999],
    ['a mobile number of Brazil that never had eight digits', 5541915021119],
    ['digits that only begin like a number of Brazil', 55418102111],
    ['a number without an area code that exists', 551081021119],
    ['a number of fifteen digits', 554181021119000],
    ['a number of North America', 15541810211],
    ['a number of another country with as many digits', 544181021119],
    ['a short number', 100],
  ])('is of %s the number itself', (_, number) => {
    expect(matchingNumber(number)).toBe(number);
  });
});
