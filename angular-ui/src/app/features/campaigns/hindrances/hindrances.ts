import { ChangeDetectionStrategy, Component, computed, inject, input } from '@angular/core';
import { mdiAlertOutline, mdiCheckCircleOutline, mdiInformationOutline } from '@mdi/js';
import { TranslatePipe, TranslateService } from '@ngx-translate/core';
import type { HindranceView } from '../../../core/api/schema';
import { Formats } from '../../../core/i18n/formats';
import { Language } from '../../../core/i18n/language';
import { ServerWords } from '../../../core/i18n/server-words';
import { Icon } from '../../../shared/icon/icon';
import { InstanceNames } from '../../../shared/instances/instance-names';
import { isTrouble } from './trouble';

/** Why a campaign does not dial at this moment, and what to do about it: the dialer's own reasons. */
@Component({
  selector: 'app-hindrances',
  imports: [Icon, TranslatePipe],
  templateUrl: './hindrances.html',
  styleUrl: './hindrances.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class Hindrances {
  private readonly translations = inject(TranslateService);
  private readonly language = inject(Language);
  private readonly formats = inject(Formats);
  private readonly words = inject(ServerWords);
  private readonly names = inject(InstanceNames);

  readonly hindrances = input.required<readonly HindranceView[]>();
  /** Calls are under way: then these are what the next one waits for. */
  readonly isDialling = input(false);

  protected readonly icons = {
    trouble: mdiAlertOutline,
    note: mdiInformationOutline,
    none: mdiCheckCircleOutline,
  };
  protected readonly rows = computed(() => {
    this.language.code();
    return this.hindrances().map((hindrance) => ({
      kind: hindrance.kind,
      isTrouble: isTrouble(hindrance),
      text: this.textOf(hindrance),
    }));
  });

  /** Some say more where they know more. */
  private textOf(hindrance: HindranceView): string {
    const {
      kind,
      next,
      since,
      until,
      refused = [],
      busy,
      service,
      listDate,
      days,
      reason,
      code,
      params: values,
      ...plain
    } = hindrance;
    const when = (instant: string | null | undefined) =>
      instant == null ? '' : this.formats.moment(instant);
    const params = {
      ...plain,
      service: service === undefined ? '' : this.names.of(service),
      reason: reason === undefined ? '' : this.words.of({ text: reason, code, params: values }),
      next: when(next),
      since: when(since),
      until: when(until),
      listDate: listDate == null ? '' : this.formats.day(listDate),
      days: days == null ? '' : this.formats.number(days),
      refused: refused.map(({ sipCode, ports, port }) => `${sipCode} × ${ports} (${port})`).join(', '),
    };
    const special = { never: next === null, refused: refused.length > 0, undated: listDate === null };
    const variant = Object.entries(special).find(([, holds]) => holds)?.[0] ?? 'text';
    const text = String(this.translations.instant(`hindrance.${kind}.${variant}`, params));
    const detail =
      plain.trunk === undefined
        ? text
        : String(this.translations.instant('hindrance.ofTrunk', { trunk: plain.trunk, text }));
    return busy === undefined ? detail : `${detail} ${this.busyText(busy)}`;
  }

  private busyText(busy: NonNullable<HindranceView['busy']>): string {
    const parts = Object.entries(busy).flatMap(([state, count]) =>
      typeof count === 'number' && count > 0
        ? [String(this.translations.instant(`agents.${state}`, { count }))]
        : [],
    );
    return parts.length === 0 ? '' : `(${parts.join(', ')})`;
  }
}
