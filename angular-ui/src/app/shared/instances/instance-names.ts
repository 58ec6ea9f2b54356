import { inject, Injectable } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';

/** Names of configured instances: that of a built-in one, which nobody gave it, in the user's language. */
@Injectable({ providedIn: 'root' })
export class InstanceNames {
  private readonly translations = inject(TranslateService);

  of(name: string): string {
    const key = `builtIn.${name}`;
    const text: unknown = this.translations.instant(key);
    return typeof text === 'string' && text !== key ? text : name;
  }
}
