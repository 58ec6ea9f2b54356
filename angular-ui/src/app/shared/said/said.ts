import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { ServerWords, type MessageIn } from '../../core/i18n/server-words';

/** Something that the service says, in the user's language where it can be translated. */
@Component({
  selector: 'app-said',
  template: '{{ words() }}',
  host: { '[attr.lang]': 'lang()' },
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Said {
  private readonly server = inject(ServerWords);

  /** In English. */
  readonly text = input.required<string>();
  /** What the service told beside the sentence. */
  readonly of = input.required<MessageIn>();

  private readonly sentence = computed(() => ({ ...this.of(), text: this.text() }));
  protected readonly words = computed(() => this.server.of(this.sentence()));
  protected readonly lang = computed(() => this.server.languageOf(this.sentence()));
}
