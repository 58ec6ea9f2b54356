import { canInGroup, groupsFor, type Action } from '@marcador/domain/permissions.js';
import { CampaignRepository } from '@marcador/persistence/campaigns/campaign.repository.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import { NotFoundError } from '@marcador/persistence/repository.errors.js';
import { Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import { UploadsUnderWay } from './uploads-under-way.js';

/** What cannot be done while leads are uploaded: it would wait for the end of the upload in the database. */
const CHANGES: ReadonlySet<Action> = new Set<Action>([
  'campaign:update',
  'campaign:delete',
  'campaign:start',
  'schedule:update',
  'lead:update',
  'lead:upload',
]);

/** The campaigns that exist for a user. */
@Injectable()
export class CampaignAccess {
  constructor(
    private readonly campaigns: CampaignRepository,
    private readonly uploads: UploadsUnderWay,
  ) {}

  /**
   * @throws NotFoundError for a campaign of other groups, as for one that does not exist
   * @throws ApiError 409 when the action has to wait for the end of an upload
   */
  async get(user: SessionUser, action: Action, id: string): Promise<Campaign> {
    const campaign = await this.campaigns.get(id);
    if (!canInGroup(user, action, campaign.groupId)) throw new NotFoundError('campaign', id);
    if (CHANGES.has(action)) this.uploads.refuseChange(id);
    return campaign;
  }

  /** By name. */
  list(user: SessionUser): Promise<Campaign[]> {
    return this.campaigns.find(groupsFor(user, 'campaign:read'));
  }
}
