import { CampaignControl } from '@marcador/dialing/campaign-control.js';
import { groupsFor } from '@marcador/domain/permissions.js';
import { RETRY_LIMITS } from '@marcador/domain/retry-rule.js';
import { message, type Message } from '@marcador/messages/message.js';
import { DetectionCounts } from '@marcador/persistence/call-records/detection-counts.js';
import { CampaignList } from '@marcador/persistence/campaigns/campaign-list.js';
import { CampaignRepository, type NewCampaign } from '@marcador/persistence/campaigns/campaign.repository.js';
import { refuseUnlessStopped } from '@marcador/persistence/campaigns/idle-campaign.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import { LeadClaims } from '@marcador/persistence/leads/lead-claims.js';
import { LeadRepository } from '@marcador/persistence/leads/lead.repository.js';
import type { Clock } from '@marcador/platform/clock.js';
import { Inject, Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import { defined } from '../defined.js';
import { conflict, unprocessable, type ApiError } from '../http/api-error.js';
import { pageFor, type Page } from '../http/page.js';
import { onItsVersion } from '../http/stale-version.js';
import { CLOCK } from '../tokens.js';
import { CampaignAccess } from './campaign-access.js';
import { CampaignChoices } from './campaign-choices.js';
import { plannedDays } from './campaign-plans.js';
import { CampaignViews } from './campaign-views.js';
import {
  everyStatus,
  type CampaignSummaryView,
  type CampaignsQuery,
  type CampaignView,
  type CreateCampaignDto,
  type UpdateCampaignDto,
} from './campaign.dto.js';
import { detectionCountsView } from './detection-counts-view.js';
import type { DetectionCountsView } from './detection.dto.js';

/** Campaigns, as far as the user's permissions reach. */
@Injectable()
export class CampaignsService {
  constructor(
    private readonly access: CampaignAccess,
    private readonly choices: CampaignChoices,
    private readonly views: CampaignViews,
    private readonly campaigns: CampaignRepository,
    private readonly campaignList: CampaignList,
    private readonly leads: LeadRepository,
    private readonly claims: LeadClaims,
    private readonly detected: DetectionCounts,
    private readonly control: CampaignControl,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(user: SessionUser, query: CampaignsQuery): Promise<Page<CampaignView>> {
    const { items, total } = await this.campaignList.part(groupsFor(user, 'campaign:read'), query);
    return pageFor({ items: await this.views.of(items), total }, query);
  }

  async get(user: SessionUser, id: string): Promise<CampaignView> {
    return this.views.one(await this.access.get(user, 'campaign:read', id));
  }

  async create(user: SessionUser, body: CreateCampaignDto): Promise<CampaignView> {
    const days = plannedDays(body, this.clock.now());
    const { startDate, endDate, startTime, endTime, weekdays, timeZone } = body;
    const groupId = await this.choices.group(user, body.groupId);
    const campaign: NewCampaign = {
      ...{ startDate, endDate, startTime, endTime, timeZone },
      weekdays: [...weekdays].sort(),
      name: body.name,
      description: body.description ?? '',
      groupId,
      defaultRegion: body.defaultRegion,
      pilotNumber: body.pilotNumber,
      callerNumber: body.callerNumber ?? '',
      callerName: body.callerName ?? '',
      company: body.company ?? '',
      maxAttempts: body.maxAttempts ?? RETRY_LIMITS.maxAttempts.default,
      retryAfterMinutes: body.retryAfterMinutes ?? RETRY_LIMITS.retryAfterMinutes.default,
      dncInstanceIds: await this.choices.dnc(body.dncServiceIds),
      amdInstanceId:
        body.answeringMachineDetection === false ? null : await this.choices.amd(body.amdDetectorId),
      undecidedMeans: body.undecidedMeans ?? 'PERSON',
      amdExplanations: body.amdExplanations ?? false,
      messageRecordingId: await this.choices.message(body.messageRecordingId, groupId),
      pacingInstanceId: await this.choices.pacing(body.pacingStrategyId),
      ...(await this.choices.queue(body.targetId, body.queueId)),
    };
    await this.refuseUnlessMessagesCanBeLeft(campaign, unprocessableMessage);
    return this.views.one(await this.campaigns.create(campaign, days));
  }

  async update(user: SessionUser, id: string, body: UpdateCampaignDto): Promise<CampaignView> {
    const campaign = await this.access.get(user, 'campaign:update', id);
    refuseUnlessStopped(campaign);
    const changes = await this.changesOf(user, campaign, body);
    const current = async () => fieldsOf(await this.access.get(user, 'campaign:update', id));
    return this.views.one(
      await onItsVersion({ yours: body, current }, () => this.campaigns.update(id, body.version, changes)),
    );
  }

  async remove(user: SessionUser, id: string): Promise<void> {
    await this.access.get(user, 'campaign:delete', id);
    await this.campaigns.remove(id, this.clock.now());
  }

  /** Also where it is started already: a start that failed half-way is completed by another one. */
  async start(user: SessionUser, id: string): Promise<CampaignView> {
    const campaign = await this.access.get(user, 'campaign:start', id);
    await this.refuseUnlessMessagesCanBeLeft(campaign, (said) => conflict('not-allowed-now', said));
    const hindrance = await this.control.start(id);
    if (hindrance !== undefined)
      throw conflict('group-disabled', message('group-disabled', { group: hindrance.group }));
    return this.get(user, id);
  }

  /** Also where it is stopped already: a stop that failed half-way is completed by another one. */
  async stop(user: SessionUser, id: string): Promise<CampaignView> {
    await this.access.get(user, 'campaign:stop', id);
    await this.control.stop(id);
    return this.get(user, id);
  }

  async summary(user: SessionUser, id: string): Promise<CampaignSummaryView> {
    const campaign = await this.get(user, id);
    const [counts, unfinished] = await Promise.all([
      this.leads.countByStatus(id),
      this.claims.unfinished(id),
    ]);
    const leads = everyStatus(counts);
    const total = Object.values(leads).reduce((sum, each) => sum + each, 0);
    return { campaign, leads, total, unfinished };
  }

  async detection(user: SessionUser, id: string): Promise<DetectionCountsView> {
    await this.access.get(user, 'campaign:read', id);
    return detectionCountsView(await this.detected.of(id));
  }

  private async changesOf(
    user: SessionUser,
    campaign: Campaign,
    body: UpdateCampaignDto,
  ): Promise<Partial<NewCampaign>> {
    const { name, description, defaultRegion, pilotNumber, maxAttempts, retryAfterMinutes } = body;
    const { callerNumber, callerName, company, undecidedMeans, amdExplanations } = body;
    const caller = { callerNumber, callerName, company };
    const plain = {
      name,
      description,
      defaultRegion,
      pilotNumber,
      maxAttempts,
      retryAfterMinutes,
      ...caller,
      undecidedMeans,
      amdExplanations,
    };
    const { groupId, dncServiceIds, pacingStrategyId } = body;
    const targetId = body.targetId ?? campaign.targetInstanceId;
    const queueId = body.queueId ?? campaign.queueId;
    const queueChanges = targetId !== campaign.targetInstanceId || queueId !== campaign.queueId;
    const detection = {
      ...(await this.detectionChanges(campaign, body)),
      ...(await this.messageChanges(campaign, body)),
    };
    if (Object.keys(detection).length > 0)
      await this.refuseUnlessMessagesCanBeLeft({ ...campaign, ...detection }, unprocessableMessage);
    return defined({
      ...plain,
      ...detection,
      ...(groupId !== undefined &&
        groupId !== campaign.groupId && { groupId: await this.choices.group(user, groupId) }),
      ...(dncServiceIds !== undefined && { dncInstanceIds: await this.choices.dnc(dncServiceIds) }),
      ...(pacingStrategyId !== undefined && {
        pacingInstanceId: await this.choices.pacing(pacingStrategyId),
      }),
      ...(queueChanges && (await this.choices.queue(targetId, queueId))),
    });
  }

  private async refuseUnlessMessagesCanBeLeft(
    choices: Pick<Campaign, 'amdInstanceId' | 'messageRecordingId'>,
    refusal: (said: Message) => ApiError,
  ): Promise<void> {
    const detector = await this.choices.detectorWithoutMessages(choices);
    if (detector !== undefined) throw refusal(message('detector-follows-no-greetings', { detector }));
  }

  /** A campaign that moves to another group cannot take the recording of its former one along. */
  private async messageChanges(
    campaign: Campaign,
    { messageRecordingId = campaign.messageRecordingId, groupId = campaign.groupId }: UpdateCampaignDto,
  ): Promise<Partial<NewCampaign>> {
    const isSame = messageRecordingId === campaign.messageRecordingId && groupId === campaign.groupId;
    if (isSame) return {};
    return { messageRecordingId: await this.choices.message(messageRecordingId, groupId) };
  }

  private async detectionChanges(
    campaign: Campaign,
    { answeringMachineDetection, amdDetectorId }: UpdateCampaignDto,
  ): Promise<Partial<NewCampaign>> {
    if (answeringMachineDetection === false) return { amdInstanceId: null };
    const isOn = campaign.amdInstanceId !== null;
    if (amdDetectorId === undefined && (isOn || answeringMachineDetection === undefined)) return {};
    return { amdInstanceId: await this.choices.amd(amdDetectorId) };
  }
}

function unprocessableMessage(said: Message): ApiError {
  return unprocessable('messageRecordingId', said);
}

/** A campaign by the names of a request. */
function fieldsOf(campaign: Campaign) {
  const { dncInstanceIds, amdInstanceId, pacingInstanceId, targetInstanceId, ...same } = campaign;
  return {
    ...same,
    targetId: targetInstanceId,
    dncServiceIds: dncInstanceIds,
    answeringMachineDetection: amdInstanceId !== null,
    amdDetectorId: amdInstanceId,
    pacingStrategyId: pacingInstanceId,
  };
}
