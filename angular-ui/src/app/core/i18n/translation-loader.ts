import { Injectable } from '@angular/core';
import { type TranslateLoader, type TranslationObject } from '@ngx-translate/core';
import { from, type Observable } from 'rxjs';

const FILES: Readonly<Record<string, () => Promise<{ default: TranslationObject }>>> = {
  en: () => import('../../../i18n/en.json'),
  pt: () => import('../../../i18n/pt.json'),
  es: () => import('../../../i18n/es.json'),
};

/** Loads the texts of one language, as a file of the build: its name changes with its content. */
@Injectable()
export class TranslationLoader implements TranslateLoader {
  getTranslation(language: string): Observable<TranslationObject> {
    const load = FILES[language];
    if (load === undefined) throw new Error(`There is no language "${language}".`);
    return from(load().then((file) => file.default));
  }
}
