import { inject, Pipe, type PipeTransform } from '@angular/core';
import { TranslateService } from '@ngx-translate/core';

/** The name of a configured instance: that of a built-in one, which nobody gave it, in the user's language. */
// Impure: the language is an input too.
@Pipe({ name: 'appInstanceName', pure: false })
export class InstanceNamePipe implements PipeTransform {
  private readonly translations = inject(TranslateService);

  transform(name: string): string {
    const key = `builtIn.${name}`;
    const text: unknown = this.translations.instant(key);
    return typeof text === 'string' && text !== key ? text : name;
  }
}
