import { FormControl, FormGroup, Validators, type ValidatorFn } from '@angular/forms';
import type {
  CampaignView,
  CreateCampaignDto,
  UndecidedMeans,
  UpdateCampaignDto,
} from '../../../core/api/schema';
import { oneOf } from '../../../shared/autocomplete/one-of';
import { dayOf, isoDay } from '../../../shared/dates/calendar-day';
import { ownTimeZone } from '../../../shared/regions/time-zones';
import { ownRegion } from '../../../shared/regions/region-options';
import { REGIONS } from '../../../shared/regions/regions';
import { isTimeOfDay } from '../../../shared/time-field/time-of-day';
import { endsAfterStart, endsNotBeforeStart } from '../hours';

/** Ranges and defaults of the manual (§6.4). */
export const ATTEMPTS = { min: 1, max: 100, default: 5 };
export const RETRY_MINUTES = { min: 1, max: 1440, default: 60 };
const PILOT = /^\+?[0-9*#]{1,32}$/;
const CALLER = /^\+?[0-9]{1,20}$/;
const WORKDAYS = [1, 2, 3, 4, 5];

const text = (value: string, ...validators: ValidatorFn[]) =>
  new FormControl(value, { nonNullable: true, validators });
const count = (value: number, { min, max }: { readonly min: number; readonly max: number }) =>
  new FormControl(value, {
    nonNullable: true,
    validators: [Validators.required, Validators.min(min), Validators.max(max), Validators.pattern(/^\d+$/)],
  });

export type CampaignForm = ReturnType<typeof campaignForm>;

/** What a campaign is made of, holding the values of the one that is changed or the defaults of a new one. */
export function campaignForm(campaign: CampaignView | undefined, groupId: string) {
  const { required, maxLength, pattern } = Validators;
  return new FormGroup({
    name: text(campaign?.name ?? '', required, maxLength(100)),
    description: text(campaign?.description ?? '', maxLength(1000)),
    groupId: text(campaign?.group.id ?? groupId, required),
    targetId: text(campaign?.target.id ?? '', required),
    queueId: text(campaign?.queue.id ?? '', required),
    pilotNumber: text(campaign?.pilotNumber ?? '', required, pattern(PILOT)),
    callerNumber: text(campaign?.callerNumber ?? '', pattern(CALLER)),
    callerName: text(campaign?.callerName ?? '', maxLength(60)),
    company: text(campaign?.company ?? '', maxLength(100)),
    maxAttempts: count(campaign?.maxAttempts ?? ATTEMPTS.default, ATTEMPTS),
    retryAfterMinutes: count(campaign?.retryAfterMinutes ?? RETRY_MINUTES.default, RETRY_MINUTES),
    defaultRegion: text(
      campaign?.defaultRegion ?? ownRegion(),
      required,
      oneOf(() => REGIONS),
    ),
    dncServiceIds: new FormControl(campaign?.dncServices.map(({ id }) => id) ?? [], {
      nonNullable: true,
      validators: [required],
    }),
    answeringMachineDetection: new FormControl(campaign?.answeringMachineDetection ?? true, {
      nonNullable: true,
    }),
    amdDetectorId: text(campaign?.amdDetector?.id ?? ''),
    undecidedMeans: new FormControl<UndecidedMeans>(campaign?.undecidedMeans ?? 'PERSON', {
      nonNullable: true,
    }),
    amdExplanations: new FormControl(campaign?.amdExplanations ?? false, { nonNullable: true }),
    /** Empty: machines are hung up on. */
    messageRecordingId: text(campaign?.messageRecording?.id ?? ''),
    pacingStrategyId: text(campaign?.pacingStrategy.id ?? '', required),
  });
}

export type PlanForm = ReturnType<typeof planForm>;

/** The days and hours of a new campaign. */
export function planForm(timeZones: readonly string[]) {
  const { required } = Validators;
  const day = (value: Date | null) => new FormControl<Date | null>(value, [required]);
  const plan = new FormGroup({
    startDate: day(dayOf(isoDay(new Date()))),
    endDate: new FormControl<Date | null>(null, [required, endsNotBeforeStart]),
    startTime: text('08:00', required, isTimeOfDay),
    endTime: text('18:00', required, isTimeOfDay, endsAfterStart),
    weekdays: new FormControl(WORKDAYS, { nonNullable: true, validators: [required] }),
    timeZone: text(
      ownTimeZone(),
      required,
      oneOf(() => timeZones),
    ),
  });
  const { startDate, endDate, startTime, endTime } = plan.controls;
  startDate.valueChanges.subscribe(() => endDate.updateValueAndValidity());
  startTime.valueChanges.subscribe(() => endTime.updateValueAndValidity());
  return plan;
}

/** What is sent to make a campaign. */
export function newCampaign(form: CampaignForm, plan: PlanForm): CreateCampaignDto {
  const { startDate, endDate, ...hours } = plan.getRawValue();
  return {
    ...settings(form),
    ...hours,
    startDate: startDate === null ? '' : isoDay(startDate),
    endDate: endDate === null ? '' : isoDay(endDate),
  };
}

/** What is sent to change a campaign: the fields that were touched. */
export function changes(form: CampaignForm, version: number): UpdateCampaignDto {
  const all = settings(form);
  const { controls } = form;
  const isChanged = (key: string) => form.get(key)?.dirty === true;
  const kept = Object.fromEntries(Object.entries(all).filter(([key]) => isChanged(key)));
  // A queue is one of its target.
  const queue = controls.targetId.dirty ? { queueId: all.queueId } : {};
  const detector =
    controls.answeringMachineDetection.dirty && 'amdDetectorId' in all
      ? { amdDetectorId: all.amdDetectorId }
      : {};
  return { ...kept, ...queue, ...detector, version };
}

function settings(form: CampaignForm) {
  const { amdDetectorId, ...values } = form.getRawValue();
  const isDetecting = values.answeringMachineDetection && amdDetectorId !== '';
  return {
    ...values,
    maxAttempts: Number(values.maxAttempts),
    retryAfterMinutes: Number(values.retryAfterMinutes),
    messageRecordingId: values.messageRecordingId === '' ? null : values.messageRecordingId,
    ...(isDetecting && { amdDetectorId }),
  };
}
