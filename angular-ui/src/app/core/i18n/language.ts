import { computed, inject, Injectable, signal } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import { firstValueFrom } from 'rxjs';
import { languageFor, LANGUAGES, localeFor, type LanguageCode } from './languages';

const STORED = 'marcador.language';

/** The language of the UI: chosen on the login page or at any time, and kept in this browser. */
@Injectable({ providedIn: 'root' })
export class Language {
  private readonly translations = inject(TranslateService);
  private readonly chosen = signal<LanguageCode>('en');

  readonly code = this.chosen.asReadonly();
  /** For `Intl`. */
  readonly locale = computed(() => localeFor(this.chosen(), navigator.languages));

  /** Begins with the language chosen before, or with what the browser wants. */
  begin(): Promise<void> {
    const stored = localStorage.getItem(STORED);
    const known = LANGUAGES.find(({ code }) => code === stored);
    return this.apply(known?.code ?? languageFor(navigator.languages));
  }

  async use(code: LanguageCode): Promise<void> {
    localStorage.setItem(STORED, code);
    await this.apply(code);
  }

  private async apply(code: LanguageCode): Promise<void> {
    await firstValueFrom(this.translations.use(code));
    document.documentElement.lang = code;
    this.chosen.set(code);
  }
}
