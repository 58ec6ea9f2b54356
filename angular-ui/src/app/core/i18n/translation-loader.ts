import { Injectable } from '@angular/core';
import { type TranslateLoader, type TranslationObject } from '@ngx-translate/core';
import { from, type Observable } from 'rxjs';

/** The texts of the UI, and those of the service, beside each other. */
const FILES: Readonly<Record<string, () => Promise<readonly [TranslationObject, TranslationObject]>>> = {
  en: () => both(import('../../../i18n/en.json'), import('@marcador/messages/texts/en.js'), 'en'),
  pt: () => both(import('../../../i18n/pt.json'), import('@marcador/messages/texts/pt.js'), 'pt'),
  es: () => both(import('../../../i18n/es.json'), import('@marcador/messages/texts/es.js'), 'es'),
};

async function both<Code extends string>(
  texts: Promise<{ default: TranslationObject }>,
  server: Promise<Readonly<Record<Code, TranslationObject>>>,
  code: Code,
): Promise<readonly [TranslationObject, TranslationObject]> {
  const [own, services] = await Promise.all([texts, server]);
  return [own.default, services[code]];
}

/** Loads the texts of one language, as files of the build: their names change with their content. */
@Injectable()
export class TranslationLoader implements TranslateLoader {
  getTranslation(language: string): Observable<TranslationObject> {
    const load = FILES[language];
    if (load === undefined) throw new Error(`There is no language "${language}".`);
    return from(load().then(([texts, server]) => ({ ...texts, server })));
  }
}
