import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  Injector,
  signal,
  viewChild,
  type ElementRef,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { FormControl, FormGroup, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { mdiConnection } from '@mdi/js';
import { TranslatePipe } from '@ngx-translate/core';
import { firstValueFrom, type Observable } from 'rxjs';
import type { ExtensionView, HealthView, InstanceView } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { Banner } from '../../banner/banner';
import { FormDialog } from '../../dialog/form-dialog';
import { FieldError } from '../../form/field-error';
import { focusFirstInvalid, placeInForm } from '../../form/field-problems';
import { submission } from '../../form/submission';
import { Icon } from '../../icon/icon';
import { Said } from '../../said/said';
import { configForm, configOf } from '../../schema-form/config-form';
import { fieldsOfSchema } from '../../schema-form/fields-of-schema';
import { SchemaForm } from '../../schema-form/schema-form';
import { PluginWords } from '../../schema-form/plugin-words';
import type { InstanceDialogData } from './instance-dialog-data';

/** 31 days: no law lets an answer be used for longer. */
const MOST_KEEP_MINUTES = 44_640;

/** Adds or changes an instance of an extension. Closes with `true` when something was saved or is to be read anew. */
@Component({
  selector: 'app-instance-dialog',
  imports: [
    Banner,
    FieldError,
    FormDialog,
    Icon,
    MatButton,
    MatFormFieldModule,
    MatInput,
    MatSelectModule,
    ReactiveFormsModule,
    Said,
    SchemaForm,
    TranslatePipe,
  ],
  templateUrl: './instance-dialog.html',
  styleUrl: './instance-dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class InstanceDialog {
  private readonly feedback = inject(Feedback);
  private readonly words = inject(PluginWords);
  private readonly dialog = inject<MatDialogRef<InstanceDialog, boolean>>(MatDialogRef);
  private readonly data = inject<InstanceDialogData>(MAT_DIALOG_DATA);
  private readonly injector = inject(Injector);
  private readonly outcome = viewChild.required<ElementRef<HTMLElement>>('outcome');
  private readonly chosen = signal(this.data.instance?.type ?? this.onlyType());

  protected readonly kind = this.data.kind;
  protected readonly types = this.data.types;
  protected readonly instance = this.data.instance;
  protected readonly icons = { test: mdiConnection };
  protected readonly type = computed(() => this.types.find(({ id }) => id === this.chosen()));
  protected readonly fields = computed(() => fieldsOfSchema(this.type()?.configSchema ?? {}));
  /** Whether the service is asked elsewhere, so that its answers can be used again. */
  protected readonly keepsAnswers = computed(() => {
    const type = this.type();
    return type?.kind === 'dnc-provider' && !type.keepsNumbers;
  });
  protected readonly mostKeepMinutes = MOST_KEEP_MINUTES;
  /** Another type has other values. */
  protected readonly config = computed(() => configForm(this.fields(), this.instance?.config ?? {}));
  protected readonly isTesting = signal(false);
  protected readonly report = signal<HealthView | undefined>(undefined);
  protected readonly submission = submission({
    stale: {
      words: {
        labelOf: (field) => this.labelOf(field),
        textOf: (_, value) => textOf(value),
      },
      onDiscard: () => this.dialog.close(true),
    },
  });
  protected readonly form = new FormGroup({
    name: new FormControl(this.instance?.name ?? '', {
      nonNullable: true,
      validators: [Validators.required],
    }),
    type: new FormControl(this.chosen(), { nonNullable: true, validators: [Validators.required] }),
    config: this.config(),
    keepAnswersMinutes: new FormControl(this.instance?.keepAnswersMinutes ?? 0, {
      nonNullable: true,
      validators: [Validators.required, Validators.min(0), Validators.max(MOST_KEEP_MINUTES)],
    }),
  });

  constructor() {
    const { type } = this.form.controls;
    if (this.instance !== undefined) type.disable();
    type.valueChanges.pipe(takeUntilDestroyed()).subscribe((id) => {
      this.chosen.set(id);
      this.form.setControl('config', this.config());
    });
    this.form.valueChanges.pipe(takeUntilDestroyed()).subscribe(() => this.report.set(undefined));
  }

  protected nameOf({ id }: ExtensionView): string {
    return this.words.typeName(this.types, id);
  }

  protected descriptionOf(type: ExtensionView): string {
    return this.words.typeDescription(type);
  }

  /** Asks with the values as they stand here. */
  protected async test(): Promise<void> {
    const config = this.config();
    config.markAllAsTouched();
    this.report.set(undefined);
    if (config.invalid) return focusFirstInvalid();
    this.isTesting.set(true);
    this.showOutcome();
    try {
      this.report.set(await firstValueFrom(this.kind.api.test(this.tested())));
      this.showOutcome();
    } catch (error) {
      if (!placeInForm(this.form, error, {})) this.feedback.failed(error);
    } finally {
      this.isTesting.set(false);
    }
  }

  protected async save(): Promise<void> {
    const { name } = this.form.getRawValue();
    const sent = await this.submission.send(this.form, (overwrite) => this.request(overwrite));
    if (sent === undefined) return;
    this.feedback.done(this.instance === undefined ? 'instances.added' : 'instances.saved', { name });
    this.dialog.close(true);
  }

  /** It stands below fields that may fill the window. */
  private showOutcome(): void {
    const show = () => this.outcome().nativeElement.scrollIntoView({ block: 'nearest' });
    afterNextRender(show, { injector: this.injector });
  }

  private tested() {
    // The saved instance lends the secrets that are not shown here.
    return { ...(this.instance && { id: this.instance.id }), type: this.chosen(), config: this.values() };
  }

  private request(overwrite?: number): Observable<InstanceView> {
    const { name, keepAnswersMinutes } = this.form.getRawValue();
    const values = { name, config: this.values(), ...(this.keepsAnswers() && { keepAnswersMinutes }) };
    if (this.instance === undefined) return this.kind.api.create({ ...values, type: this.chosen() });
    const { id, version } = this.instance;
    return this.kind.api.update(id, { version: overwrite ?? version, ...values });
  }

  private values(): Record<string, unknown> {
    return configOf(this.fields(), this.config());
  }

  /** The server names a value by the keys that lead to it: `config.url`. */
  private labelOf(field: string): string {
    const found = this.fields().find(({ path }) => field.startsWith(`config.${path}`));
    return found === undefined ? `instances.${field}` : this.words.title(this.chosen(), found);
  }

  private onlyType(): string {
    const [first] = this.data.types;
    return this.data.types.length === 1 ? (first?.id ?? '') : '';
  }
}

function textOf(value: unknown): string {
  if (value === null) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
