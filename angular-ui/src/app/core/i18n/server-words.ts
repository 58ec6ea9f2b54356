import { inject, Injectable } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import { Formats } from './formats';
import { Language } from './language';

/** The message that a sentence of the service is; nothing for a plugin's own words. */
export interface MessageIn {
  readonly code?: string | undefined;
  /** The values that stand in the sentence. */
  readonly params?: Readonly<Record<string, string | number>> | undefined;
}

/** Something that the service says. */
export interface Said extends MessageIn {
  /** In English. */
  readonly text: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Says in the user's language what the service says: by the message's code, or else in the service's own words. */
@Injectable({ providedIn: 'root' })
export class ServerWords {
  private readonly translations = inject(TranslateService);
  private readonly language = inject(Language);
  private readonly formats = inject(Formats);

  of({ text, ...message }: Said): string {
    return this.translated(message) ?? text;
  }

  /** The language of what {@link of} says, where it is another one than that of the page. */
  languageOf(said: Said): 'en' | null {
    return this.translated(said) === undefined && this.language.code() !== 'en' ? 'en' : null;
  }

  private translated({ code, params = {} }: MessageIn): string | undefined {
    // What reads this is drawn anew when the language is another one.
    this.language.code();
    if (code === undefined) return undefined;
    const key = `server.${code}`;
    const values = Object.entries(params).map(([name, value]): [string, string] => [
      name,
      this.formatted(value),
    ]);
    const text = String(this.translations.instant(key, Object.fromEntries<string>(values)));
    return text === key ? undefined : text;
  }

  private formatted(value: string | number): string {
    if (typeof value === 'number') return this.formats.number(value);
    return DAY.test(value) ? this.formats.day(value) : value;
  }
}
