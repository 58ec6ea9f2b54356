import { getCountries } from 'libphonenumber-js';
import { REGIONS } from './regions';

it('the regions are those that the service understands', () => {
  expect([...REGIONS].sort()).toEqual([...getCountries()].sort());
});
