import { effect, inject, Injectable, signal } from '@angular/core';
import { Title } from '@angular/platform-browser';
import { TitleStrategy, type RouterStateSnapshot } from '@angular/router';
import { TranslateService } from '@ngx-translate/core';
import { Language } from './language';

/** The `title` of a route is the key of a text. */
@Injectable()
export class TranslatedTitle extends TitleStrategy {
  private readonly key = signal<string | undefined>(undefined);

  constructor() {
    super();
    const title = inject(Title);
    const language = inject(Language);
    const translations = inject(TranslateService);
    effect(() => {
      language.code();
      const key = this.key();
      const text = key === undefined ? undefined : String(translations.instant(key));
      title.setTitle(text === undefined ? 'Marcador' : `${text} – Marcador`);
    });
  }

  override updateTitle(state: RouterStateSnapshot): void {
    this.key.set(this.buildTitle(state));
  }
}
