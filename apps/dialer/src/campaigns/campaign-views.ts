import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import { PluginInstanceRepository } from '@marcador/persistence/plugins/plugin-instance.repository.js';
import { RecordingRepository } from '@marcador/persistence/recordings/recording.repository.js';
import { GroupRepository } from '@marcador/persistence/users/group.repository.js';
import { Injectable } from '@nestjs/common';
import type { CampaignView } from './campaign.dto.js';

/** Shows campaigns with the names of what they have chosen. */
@Injectable()
export class CampaignViews {
  constructor(
    private readonly groups: GroupRepository,
    private readonly instances: PluginInstanceRepository,
    private readonly recordings: RecordingRepository,
  ) {}

  async of(campaigns: readonly Campaign[]): Promise<CampaignView[]> {
    const groups = new Map((await this.groups.all()).map((group) => [group.id, group]));
    const instances = new Map((await this.instances.all()).map((instance) => [instance.id, instance]));
    const left = campaigns.flatMap(({ messageRecordingId: id }) => (id === null ? [] : [id]));
    const recordings = await this.recordings.names(left);
    const named = (id: string) => ({ id, name: instances.get(id)?.name ?? '' });
    const chosen = (id: string) => ({ ...named(id), builtIn: instances.get(id)?.builtIn ?? false });
    return campaigns.map((campaign) => {
      const group = groups.get(campaign.groupId);
      const { amdInstanceId, targetInstanceId, messageRecordingId: messageId } = campaign;
      return {
        id: campaign.id,
        version: campaign.version,
        name: campaign.name,
        description: campaign.description,
        state: campaign.state,
        group: { id: campaign.groupId, name: group?.name ?? '', enabled: group?.enabled ?? false },
        startDate: campaign.startDate,
        endDate: campaign.endDate,
        startTime: campaign.startTime,
        endTime: campaign.endTime,
        weekdays: campaign.weekdays,
        timeZone: campaign.timeZone,
        defaultRegion: campaign.defaultRegion,
        pilotNumber: campaign.pilotNumber,
        callerNumber: campaign.callerNumber,
        callerName: campaign.callerName,
        company: campaign.company,
        maxAttempts: campaign.maxAttempts,
        retryAfterMinutes: campaign.retryAfterMinutes,
        target: { ...named(targetInstanceId), type: instances.get(targetInstanceId)?.type ?? '' },
        queue: { id: campaign.queueId, name: campaign.queueName },
        dncServices: campaign.dncInstanceIds.map(chosen),
        answeringMachineDetection: amdInstanceId !== null,
        amdDetector: amdInstanceId === null ? null : chosen(amdInstanceId),
        undecidedMeans: campaign.undecidedMeans,
        amdExplanations: campaign.amdExplanations,
        messageRecording:
          messageId === null ? null : { id: messageId, name: recordings.get(messageId) ?? '' },
        pacingStrategy: chosen(campaign.pacingInstanceId),
        createdAt: campaign.createdAt,
      };
    });
  }

  async one(campaign: Campaign): Promise<CampaignView> {
    const [view] = await this.of([campaign]);
    return view as CampaignView;
  }
}
