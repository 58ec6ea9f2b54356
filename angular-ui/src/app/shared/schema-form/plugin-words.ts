import { inject, Injectable } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';
import type { ExtensionView } from '../../core/api/schema';
import type { ChoiceField, Field } from './field';

/** The plugins' own English words, in the user's language where there is a text `extension.TYPE.…` for them. */
@Injectable({ providedIn: 'root' })
export class PluginWords {
  private readonly translations = inject(TranslateService);

  /** @param types those that there are; a type whose plugin is gone is told by its id */
  typeName(types: readonly ExtensionView[], type: string): string {
    const found = types.find(({ id }) => id === type);
    return this.own(`${type}.displayName`, found?.displayName ?? type);
  }

  typeDescription({ id, description = '' }: ExtensionView): string {
    return this.own(`${id}.description`, description);
  }

  title(type: string, { path, title }: Field): string {
    return this.own(`${type}.${path}.title`, title);
  }

  description(type: string, { path, description }: Field): string {
    return this.own(`${type}.${path}.description`, description);
  }

  choice(type: string, { path }: ChoiceField, { value, title }: ChoiceField['choices'][number]): string {
    return this.own(`${type}.${path}.choices.${value}`, title);
  }

  private own(part: string, fallback: string): string {
    const key = `extension.${part}`;
    const text = String(this.translations.instant(key));
    return text === key ? fallback : text;
  }
}
