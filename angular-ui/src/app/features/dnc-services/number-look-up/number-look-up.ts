import { ChangeDetectionStrategy, Component, computed, inject, input, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { mdiMagnify } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { Api } from '../../../core/api/api';
import type { NumberView } from '../../../core/api/schema';
import { Language } from '../../../core/i18n/language';
import { Autocomplete } from '../../../shared/autocomplete/autocomplete';
import { oneOf } from '../../../shared/autocomplete/one-of';
import { Banner } from '../../../shared/banner/banner';
import { FieldError } from '../../../shared/form/field-error';
import { submission } from '../../../shared/form/submission';
import { Icon } from '../../../shared/icon/icon';
import { regionOptions } from '../../../shared/regions/region-options';
import { REGIONS } from '../../../shared/regions/regions';
import { LastRegion } from '../last-region';

/** Whether one number is on the list. */
@Component({
  selector: 'app-number-look-up',
  imports: [
    Autocomplete,
    Banner,
    FieldError,
    Icon,
    MatButton,
    MatFormFieldModule,
    MatInput,
    ReactiveFormsModule,
    TranslatePipe,
  ],
  templateUrl: './number-look-up.html',
  styleUrl: './number-look-up.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class NumberLookUp {
  private readonly api = inject(Api);

  private readonly locale = inject(Language).locale;
  private readonly lastRegion = inject(LastRegion);

  readonly serviceId = input.required<string>();

  protected readonly icons = { search: mdiMagnify };
  protected readonly submission = submission();
  protected readonly found = signal<NumberView | undefined>(undefined);
  protected readonly form = new FormGroup({
    number: new FormControl('', { nonNullable: true, validators: [Validators.required] }),
    region: new FormControl(this.lastRegion.get(), {
      nonNullable: true,
      validators: [oneOf(() => REGIONS)],
    }),
  });

  protected readonly regions = computed(() => regionOptions(this.locale()));

  constructor() {
    this.form.valueChanges.pipe(takeUntilDestroyed()).subscribe(() => this.found.set(undefined));
  }

  protected async ask(): Promise<void> {
    this.found.set(undefined);
    const { number, region } = this.form.getRawValue();
    const sent = await this.submission.send(this.form, () =>
      this.api.get('/api/v1/dnc-services/{id}/numbers/one', {
        path: { id: this.serviceId() },
        query: { number, ...(region !== '' && { region }) },
      }),
    );
    if (sent !== undefined) this.lastRegion.keep(region);
    this.found.set(sent?.answer);
  }
}
