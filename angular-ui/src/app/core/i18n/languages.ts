/** The languages of the UI, each named in itself. */
export const LANGUAGES = [
  { code: 'en', name: 'English' },
  { code: 'pt', name: 'Português' },
  { code: 'es', name: 'Español' },
] as const;

export type LanguageCode = (typeof LANGUAGES)[number]['code'];

/** The first of the wanted languages that there is, English where there is none. */
export function languageFor(wanted: readonly string[]): LanguageCode {
  for (const tag of wanted) {
    const found = LANGUAGES.find(({ code }) => code === baseOf(tag));
    if (found !== undefined) return found.code;
  }
  return 'en';
}

/** How dates and numbers are written: as the browser wants where that is the same language. */
export function localeFor(language: LanguageCode, wanted: readonly string[]): string {
  return wanted.find((tag) => baseOf(tag) === language) ?? language;
}

function baseOf(tag: string): string {
  return tag.toLowerCase().split('-')[0] ?? '';
}
