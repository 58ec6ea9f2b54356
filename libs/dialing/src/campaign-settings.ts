import { scheduleWindow } from '@marcador/domain/schedule.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import type { ScheduleEntry } from '@marcador/persistence/entities/schedule-entry.entity.js';
import type { DncOccasion } from '@marcador/plugin-api';
import type { CallerId } from '@marcador/telephony/calls/caller-id.js';
import type { CampaignSettings, EntryOnClock } from './running-campaign.js';

/** A stored campaign as the engine runs it. `retryMinuteMs`: how long a minute of its retry-after time lasts. */
export function campaignSettings(campaign: Campaign, retryMinuteMs: number): CampaignSettings {
  return {
    id: campaign.id,
    name: campaign.name,
    groupId: campaign.groupId,
    timeZone: campaign.timeZone,
    pilotNumber: campaign.pilotNumber,
    callerId: callerId(campaign),
    company: campaign.company,
    retryRule: {
      maxAttempts: campaign.maxAttempts,
      retryAfterMs: campaign.retryAfterMinutes * retryMinuteMs,
    },
    targetInstanceId: campaign.targetInstanceId,
    queueId: campaign.queueId,
    dncInstanceIds: campaign.dncInstanceIds,
    amdInstanceId: campaign.amdInstanceId ?? undefined,
    undecidedMeans: campaign.undecidedMeans,
    amdExplanations: campaign.amdExplanations,
    messageRecordingId: campaign.messageRecordingId ?? undefined,
    pacingInstanceId: campaign.pacingInstanceId,
  };
}

function callerId({ callerNumber, callerName }: Campaign): CallerId {
  return {
    ...(callerNumber !== '' && { number: callerNumber }),
    ...(callerName !== '' && { name: callerName }),
  };
}

/** What a do-not-call service is told about the campaign that asks. */
export function occasionOf({ id, name, company, callerId }: CampaignSettings): DncOccasion {
  return {
    campaign: { id, name },
    ...(company !== '' && { company }),
    ...(callerId.number !== undefined && { callerNumber: callerId.number }),
  };
}

/** A stored schedule entry with its window on the time line. */
export function entryOnClock(entry: ScheduleEntry, timeZone: string): EntryOnClock {
  const { id, date, startTime, endTime, state } = entry;
  return { id, date, startTime, endTime, state, window: scheduleWindow(entry, timeZone) };
}
