import {
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  inject,
  signal,
  untracked,
} from '@angular/core';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { FormGroup, ReactiveFormsModule } from '@angular/forms';
import { MatButtonToggleModule } from '@angular/material/button-toggle';
import { MatDatepickerModule } from '@angular/material/datepicker';
import { MAT_DIALOG_DATA, MatDialogRef } from '@angular/material/dialog';
import { MatFormFieldModule } from '@angular/material/form-field';
import { MatInput } from '@angular/material/input';
import { MatSelectModule } from '@angular/material/select';
import { TranslatePipe, TranslateService } from '@ngx-translate/core';
import { catchError, map, of, startWith, switchMap, tap, type Observable } from 'rxjs';
import { Api } from '../../../core/api/api';
import type { CampaignView, QueueView, RecordingView } from '../../../core/api/schema';
import { Feedback } from '../../../core/feedback/feedback';
import { ProblemText } from '../../../core/feedback/problem-text';
import { Formats } from '../../../core/i18n/formats';
import { Language } from '../../../core/i18n/language';
import { Session } from '../../../core/session/session';
import { Autocomplete } from '../../../shared/autocomplete/autocomplete';
import { Banner } from '../../../shared/banner/banner';
import { provideDates } from '../../../shared/dates/provide-dates';
import { FormDialog } from '../../../shared/dialog/form-dialog';
import { FieldError } from '../../../shared/form/field-error';
import { submission } from '../../../shared/form/submission';
import { loaded } from '../../../shared/list/loaded';
import { regionOptions } from '../../../shared/regions/region-options';
import { timeZoneOptions } from '../../../shared/regions/time-zones';
import { TimeField } from '../../../shared/time-field/time-field';
import { ATTEMPTS, campaignForm, changes, newCampaign, planForm, RETRY_MINUTES } from './campaign-form';
import { DetectionFields } from './detection-fields';
import { standardOf } from '../../../shared/detectors/detection-profiles';
import { InstanceNamePipe } from '../../../shared/instances/instance-name.pipe';

/** Names of the fields where two versions of a campaign differ. */
const FIELDS: Readonly<Record<string, string>> = {
  groupId: 'campaign.group',
  targetId: 'campaign.target',
  queueId: 'campaign.queue',
  retryAfterMinutes: 'campaign.retryAfter',
  defaultRegion: 'campaign.region',
  dncServiceIds: 'campaign.dnc',
  answeringMachineDetection: 'campaign.amd',
  amdDetectorId: 'campaign.detector',
  undecidedMeans: 'campaign.undecided',
  amdExplanations: 'campaign.explanations',
  messageRecordingId: 'campaign.onMachine',
  pacingStrategyId: 'campaign.pacing',
  name: 'campaign.name',
  description: 'campaign.description',
  pilotNumber: 'campaign.pilotNumber',
  callerNumber: 'campaign.callerNumber',
  callerName: 'campaign.callerName',
  company: 'campaign.company',
  maxAttempts: 'campaign.maxAttempts',
};

/** Makes a campaign or changes a stopped one (manual §6.4). Closes with whether something was saved. */
@Component({
  selector: 'app-campaign-dialog',
  imports: [
    Autocomplete,
    Banner,
    DetectionFields,
    FieldError,
    FormDialog,
    InstanceNamePipe,
    MatButtonToggleModule,
    MatDatepickerModule,
    MatFormFieldModule,
    MatInput,
    MatSelectModule,
    ReactiveFormsModule,
    TimeField,
    TranslatePipe,
  ],
  providers: [provideDates()],
  templateUrl: './campaign-dialog.html',
  styleUrl: './campaign-dialog.scss',
  changeDetection: ChangeDetectionStrategy.OnPush,
})
export class CampaignDialog {
  private readonly api = inject(Api);
  private readonly dialog = inject<MatDialogRef<CampaignDialog, boolean>>(MatDialogRef);
  private readonly feedback = inject(Feedback);
  private readonly texts = inject(ProblemText);
  private readonly translations = inject(TranslateService);
  private readonly language = inject(Language);
  private readonly formats = inject(Formats);
  private readonly session = inject(Session);

  protected readonly campaign = inject<CampaignView | undefined>(MAT_DIALOG_DATA);
  protected readonly isNew = this.campaign === undefined;
  protected readonly ranges = { attempts: ATTEMPTS, retryMinutes: RETRY_MINUTES };
  protected readonly today = new Date();
  protected readonly weekdays = computed(() =>
    [1, 2, 3, 4, 5, 6, 7].map((value) => {
      const name = this.formats.weekdayName(value);
      // Three letters tell the days apart in each of the languages, and fit into a telephone.
      return { value, name, label: name.slice(0, 3) };
    }),
  );
  protected readonly timeZones = timeZoneOptions();
  protected readonly regions = computed(() => regionOptions(this.language.locale()));

  protected readonly groups = this.session.user()?.groups ?? [];
  protected readonly targets = loaded(() => this.api.get('/api/v1/dial-targets'));
  protected readonly dncServices = loaded(() => this.api.get('/api/v1/dnc-services'));
  protected readonly detectors = loaded(() => this.api.get('/api/v1/amd-detectors'));
  protected readonly strategies = loaded(() => this.api.get('/api/v1/pacing-strategies'));
  protected readonly recordings = signal<readonly RecordingView[]>([]);
  private readonly recordingsProblem = signal<string | undefined>(undefined);
  protected readonly choicesProblem = computed(() => {
    const all = [this.targets, this.dncServices, this.detectors, this.strategies];
    const problem = all.map((each) => each.problem()).find((each) => each !== undefined);
    return problem === undefined ? this.recordingsProblem() : this.texts.of(problem);
  });

  protected readonly settings = campaignForm(this.campaign, this.onlyGroup());
  protected readonly plan = planForm(this.timeZones.map(({ value }) => value));
  protected readonly form: FormGroup = this.isNew
    ? new FormGroup({ ...this.settings.controls, ...this.plan.controls })
    : this.settings;

  private readonly target = toSignal(
    this.settings.controls.targetId.valueChanges.pipe(startWith(this.settings.controls.targetId.value)),
    { requireSync: true },
  );
  protected readonly queues = signal<readonly QueueView[] | undefined>(undefined);
  protected readonly queuesProblem = signal<string | undefined>(undefined);

  /** Why there is no queue to choose. */
  protected readonly queuesState = computed(() => {
    if (this.queues() !== undefined) return 'campaign.noQueue';
    if (this.queuesProblem() !== undefined) return 'campaign.queuesUnknown';
    return this.target() === '' ? 'campaign.chooseTarget' : 'state.loading';
  });

  protected readonly submission = submission({
    stale: {
      words: {
        labelOf: (field) => FIELDS[field] ?? field,
        textOf: (_, value) => this.valueText(value),
      },
      onDiscard: () => this.dialog.close(true),
    },
  });

  constructor() {
    const { targetId } = this.settings.controls;
    targetId.valueChanges
      .pipe(
        startWith(targetId.value),
        tap(() => {
          this.queues.set(undefined);
          this.queuesProblem.set(undefined);
        }),
        switchMap((id) =>
          id === ''
            ? of(undefined)
            : this.api.get('/api/v1/dial-targets/{id}/queues', { path: { id } }).pipe(
                catchError((error: unknown) => {
                  this.queuesProblem.set(this.texts.of(error));
                  return of(undefined);
                }),
              ),
        ),
        takeUntilDestroyed(),
      )
      .subscribe((queues) => this.queues.set(queues));
    this.chooseOnlyOnes();
    this.showRecordings();
  }

  /** Another group has other recordings. */
  protected groupChosen(): void {
    const { messageRecordingId } = this.settings.controls;
    if (messageRecordingId.value === '') return;
    messageRecordingId.setValue('');
    messageRecordingId.markAsDirty();
  }

  /** Another target has other queues. */
  protected targetChosen(): void {
    this.settings.controls.queueId.setValue('');
  }

  /** Where the target knows the number that reaches the queue, nobody needs to type it. */
  protected queueChosen(id: string): void {
    const pilot = this.queues()?.find((queue) => queue.id === id)?.pilotNumber;
    const { pilotNumber } = this.settings.controls;
    if (pilot === undefined) return;
    pilotNumber.setValue(pilot);
    pilotNumber.markAsDirty();
  }

  protected async save(): Promise<void> {
    const { campaign } = this;
    const sent = await this.submission.send(this.form, (overwrite) =>
      campaign === undefined
        ? this.api.post('/api/v1/campaigns', { body: newCampaign(this.settings, this.plan) })
        : this.api.patch('/api/v1/campaigns/{id}', {
            path: { id: campaign.id },
            body: changes(this.settings, overwrite ?? campaign.version),
          }),
    );
    if (sent === undefined) return;
    this.feedback.done(campaign === undefined ? 'campaign.added' : 'campaign.saved', {
      name: sent.answer.name,
    });
    this.dialog.close(true);
  }

  private onlyGroup(): string {
    const enabled = this.groups.filter((group) => group.enabled);
    return enabled.length === 1 ? (enabled[0]?.id ?? '') : '';
  }

  /** A choice of one is none; of the services the built-in ones are the defaults. */
  private chooseOnlyOnes(): void {
    const { dncServiceIds, amdDetectorId, pacingStrategyId } = this.settings.controls;
    const choices = [
      [this.dncServices, (id: string) => dncServiceIds.value.length === 0 && dncServiceIds.setValue([id])],
      [this.detectors, (id: string) => amdDetectorId.value === '' && amdDetectorId.setValue(id)],
      [this.strategies, (id: string) => pacingStrategyId.value === '' && pacingStrategyId.setValue(id)],
    ] as const;
    for (const [list, choose] of choices) {
      effect(() => {
        const standard = standardOf(list.value() ?? []);
        untracked(() => standard !== undefined && choose(standard.id));
      });
    }
  }

  private showRecordings(): void {
    const { groupId } = this.settings.controls;
    groupId.valueChanges
      .pipe(
        startWith(groupId.value),
        tap(() => {
          this.recordings.set([]);
          this.recordingsProblem.set(undefined);
        }),
        switchMap((id) => (id === '' ? of([]) : this.recordingsOf(id))),
        takeUntilDestroyed(),
      )
      .subscribe((recordings) => this.recordings.set(recordings));
  }

  private recordingsOf(groupId: string): Observable<readonly RecordingView[]> {
    return this.api.get('/api/v1/recordings', { query: { groupId, pageSize: 1000 } }).pipe(
      map(({ items }) => items),
      catchError((error: unknown) => {
        this.recordingsProblem.set(this.texts.of(error));
        return of([]);
      }),
    );
  }

  private valueText(value: unknown): string {
    if (Array.isArray(value)) return value.map((each) => this.valueText(each)).join(', ');
    if (typeof value === 'boolean')
      return String(this.translations.instant(value ? 'campaign.yes' : 'campaign.no'));
    if (value === 'PERSON' || value === 'MACHINE')
      return String(this.translations.instant(`campaign.undecidedMeans.${value}`));
    const named = [
      ...this.groups,
      ...(this.targets.value() ?? []),
      ...(this.queues() ?? []),
      ...(this.dncServices.value() ?? []),
      ...(this.detectors.value() ?? []),
      ...(this.strategies.value() ?? []),
      ...this.recordings(),
    ].find(({ id }) => id === value);
    return named?.name ?? (typeof value === 'string' || typeof value === 'number' ? String(value) : '–');
  }
}
