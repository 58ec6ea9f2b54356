import { inject, Injectable } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import { Problem } from '../api/problem';

/** Says in the user's language what went wrong: by the problem's code, or else in the server's own sentence. */
@Injectable({ providedIn: 'root' })
export class ProblemText {
  private readonly translations = inject(TranslateService);

  of(error: unknown): string {
    if (!(error instanceof Problem)) return this.text('error.unexpected');
    const key = `error.code.${error.code}`;
    const text = this.text(key, error.params);
    return text === key ? error.message : text;
  }

  private text(key: string, params: Readonly<Record<string, unknown>> = {}): string {
    return String(this.translations.instant(key, params));
  }
}
