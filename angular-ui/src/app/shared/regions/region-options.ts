import type { Option } from '../autocomplete/autocomplete';
import { REGIONS } from './regions';

/** The regions by their name in the locale, with their code. */
export function regionOptions(locale: string): Option[] {
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  return REGIONS.map((value) => ({ value, label: `${names.of(value) ?? value} (${value})` })).sort((a, b) =>
    a.label.localeCompare(b.label, locale),
  );
}

/** The region of this browser, as far as it tells one that is known. */
export function ownRegion(): string {
  const { region = '' } = new Intl.Locale(navigator.language).maximize();
  return REGIONS.includes(region) ? region : '';
}
