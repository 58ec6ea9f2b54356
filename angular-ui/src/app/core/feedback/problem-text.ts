import { inject, Injectable } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import { Problem } from '../api/problem';
import { ServerWords } from '../i18n/server-words';

/** Says in the user's language what went wrong. */
@Injectable({ providedIn: 'root' })
export class ProblemText {
  private readonly translations = inject(TranslateService);
  private readonly words = inject(ServerWords);

  of(error: unknown): string {
    if (!(error instanceof Problem)) return this.text('error.unexpected');
    if (error.isOffline) return this.text('error.offline');
    if (error.said === undefined) return this.text('error.unexpectedAnswer');
    const whole = this.words.of(error.said);
    const parts = error.fields.map(({ field, said }) => ({ field, text: this.words.of(said) }));
    const more = parts.filter(({ text }) => text !== whole).map(({ field, text }) => `${field}: ${text}`);
    return [whole, ...more].join(' ');
  }

  private text(key: string): string {
    return String(this.translations.instant(key));
  }
}
