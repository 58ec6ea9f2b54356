import { isRegion, numberBeginnings, numberNormaliser, type Region } from '@marcador/domain/phone-number.js';
import { message } from '@marcador/messages/message.js';
import type { Campaign } from '@marcador/persistence/entities/campaign.entity.js';
import type { LeadListing } from '@marcador/persistence/leads/lead-listing.js';
import { LeadRepository, type ListedLead } from '@marcador/persistence/leads/lead.repository.js';
import { sqlStateOf } from '@marcador/persistence/sql-state.js';
import { Injectable } from '@nestjs/common';
import type { SessionUser } from '../auth/session-user.js';
import { CampaignAccess } from '../campaigns/campaign-access.js';
import { defined } from '../defined.js';
import { detail, invalid, unprocessable } from '../http/api-error.js';
import { onePlace } from '../http/one-place.js';
import { onItsVersion } from '../http/stale-version.js';
import { cursorOf, positionOf } from './lead-cursor.js';
import type { LeadsQuery, LeadsView, LeadView, UpdateLeadDto } from './lead.dto.js';

/** The leads of campaigns, as far as the user's permissions reach. */
@Injectable()
export class LeadsService {
  constructor(
    private readonly campaigns: CampaignAccess,
    private readonly leads: LeadRepository,
  ) {}

  async list(user: SessionUser, campaignId: string, query: LeadsQuery): Promise<LeadsView> {
    const campaign = await this.campaigns.get(user, 'lead:read', campaignId);
    onePlace(query);
    const page = await this.leads.page(listingOf(campaign, query)).catch(refuseForeignCursor);
    const [first, last] = [page.items[0], page.items.at(-1)];
    const isFirst = query.after === undefined && query.before === undefined;
    return {
      items: page.items.map(viewOf),
      next: last !== undefined && page.hasNext ? cursorOf(last) : null,
      previous: first !== undefined && page.hasPrevious ? cursorOf(first) : null,
      total: isFirst ? (page.total ?? null) : null,
    };
  }

  async update(
    user: SessionUser,
    campaignId: string,
    id: string,
    { version, name, description, phone: given }: UpdateLeadDto,
  ): Promise<LeadView> {
    const campaign = await this.campaigns.get(user, 'lead:update', campaignId);
    const phone = given === undefined ? undefined : numberOf(given, regionOf(campaign));
    const changes = defined({ name, description, phone });
    const current = async () => ({ ...(await this.leads.get(campaignId, id)) });
    return viewOf(
      await onItsVersion({ yours: changes, current }, () =>
        this.leads.edit(campaignId, id, version, changes),
      ),
    );
  }
}

/** The cursor is the only value that can be of another type than its column: it came from a list in another order. */
function refuseForeignCursor(error: unknown): never {
  if (!/^22/.test(sqlStateOf(error) ?? '')) throw error;
  throw invalid([detail('after', message('not-cursor'))]);
}

function listingOf(campaign: Campaign, query: LeadsQuery): LeadListing {
  const { search = '', status, sort, order, limit } = query;
  const after = query.after === undefined ? undefined : positionOf(query.after);
  const before = query.before === undefined ? undefined : positionOf(query.before);
  return {
    campaignId: campaign.id,
    order: sort,
    descending: order === 'desc',
    limit,
    ...(search !== '' && { search: { name: search, phones: numberBeginnings(search, regionOf(campaign)) } }),
    ...(status !== undefined && { status }),
    ...defined({ after, before }),
  };
}

function regionOf({ defaultRegion }: Campaign): Region | undefined {
  return isRegion(defaultRegion) ? defaultRegion : undefined;
}

function numberOf(text: string, region: Region | undefined): string {
  const normalised = numberNormaliser(region)(text);
  if (!normalised.ok) throw unprocessable('phone', message(normalised.fault));
  return normalised.number;
}

function viewOf(lead: ListedLead): LeadView {
  const { id, version, name, description, phone, attempts, status, subReason, nextAttemptAt } = lead;
  return { id, version, name, description, phone, attempts, status, subReason, nextAttemptAt };
}
