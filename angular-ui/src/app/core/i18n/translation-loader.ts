import { Injectable } from '@angular/core';
import { type TranslateLoader, type TranslationObject } from '@ngx-translate/core';
import { from, type Observable } from 'rxjs';

/** The texts of the UI, and those of the service. */
const FILES: Readonly<Record<string, () => Promise<readonly [TranslationObject, TranslationObject]>>> = {
  en: async () => [
    (await import('../../../i18n/en.json')).default,
    (await import('@marcador/messages/texts/en.js')).en,
  ],
  pt: async () => [
    (await import('../../../i18n/pt.json')).default,
    (await import('@marcador/messages/texts/pt.js')).pt,
  ],
  es: async () => [
    (await import('../../../i18n/es.json')).default,
    (await import('@marcador/messages/texts/es.js')).es,
  ],
};

/** Loads the texts of one language, as files of the build: their names change with their content. */
@Injectable()
export class TranslationLoader implements TranslateLoader {
  getTranslation(language: string): Observable<TranslationObject> {
    const load = FILES[language];
    if (load === undefined) throw new Error(`There is no language "${language}".`);
    return from(load().then(([texts, server]) => ({ ...texts, server })));
  }
}
