import { ChangeDetectionStrategy, Component, computed, effect, inject, input, signal } from '@angular/core';
import type { AbstractControl } from '@angular/forms';
import { TranslateService } from '@ngx-translate/core';
import { Language } from '../../core/i18n/language';
import { ServerWords, type Said } from '../../core/i18n/server-words';

/** The first thing that is wrong with a control, in words. Stands inside `<mat-error>`. */
@Component({
  selector: 'app-field-error',
  template: '{{ text() }}',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class FieldError {
  private readonly translations = inject(TranslateService);
  private readonly language = inject(Language);
  private readonly words = inject(ServerWords);
  private readonly changes = signal(0);

  readonly control = input.required<AbstractControl>();

  protected readonly text = computed(() => {
    this.changes();
    this.language.code();
    const [first] = Object.entries(this.control().errors ?? {});
    if (first === undefined) return '';
    const [name, detail] = first as [string, unknown];
    if (name === 'server') return this.words.of(detail as Said);
    return String(this.translations.instant(`error.field.${name}`, paramsOf(detail)));
  });

  constructor() {
    effect((onCleanup) => {
      const subscription = this.control().events.subscribe(() => this.changes.update((count) => count + 1));
      onCleanup(() => subscription.unsubscribe());
    });
  }
}

function paramsOf(detail: unknown): Record<string, unknown> {
  return typeof detail === 'object' && detail !== null ? { ...detail } : {};
}
