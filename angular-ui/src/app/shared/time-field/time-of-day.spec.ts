import { timeOfDay } from './time-of-day';

it.each([
  ['8', '08:00'],
  ['830', '08:30'],
  ['0830', '08:30'],
  ['8h30', '08:30'],
  [' 18.05 ', '18:05'],
  ['24', '24:00'],
])('%s is read as %s', (typed, time) => {
  expect(timeOfDay(typed)).toBe(time);
});

it.each(['', '25:00', '24:01', '8:7', 'noon', '12345'])('"%s" is no time and stays as it is', (typed) => {
  expect(timeOfDay(typed)).toBe(typed);
});
