import type { LeadStatus } from '@marcador/domain/lead-status.js';
import { message } from '@marcador/messages/message.js';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { lockIdle } from '../campaigns/idle-campaign.js';
import { Lead } from '../entities/lead.entity.js';
import { keysetPage, type KeysetPage } from '../keyset-page.js';
import { NotAllowedNowError, NotFoundError } from '../repository.errors.js';
import { renaming, SQL_STATE } from '../sql-state.js';
import { lockVersion } from '../versioned.js';
import { countStatement, pageStatement, type LeadListing } from './lead-listing.js';

/** What people see of a lead. */
export type ListedLead = Pick<
  Lead,
  'id' | 'version' | 'name' | 'description' | 'phone' | 'attempts' | 'status' | 'subReason' | 'nextAttemptAt'
>;

/** With its place in the order of the list. */
export type LeadOfPage = ListedLead & { readonly key: string };

/** What people may change of a lead. */
export type LeadChanges = Partial<Pick<Lead, 'name' | 'description' | 'phone'>>;

/** A page of the leads of a campaign. */
export interface LeadPage extends KeysetPage<LeadOfPage> {
  /** The leads of the whole list, where it is cheap: up to 10 000, on the first page or with a search. */
  readonly total: number | undefined;
}

/** So many leads are counted and sorted in no time. */
const FEW = 10_000;

/** Leads as people look at them; the dialer takes them through `LeadClaims`. */
@Injectable()
export class LeadRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * A page of the leads that are not finished. `key` and `id` of its last row are what the next one lies behind, those
   * of its first row what the previous one lies before.
   */
  async page(listing: LeadListing): Promise<LeadPage> {
    const { search, after, before, limit } = listing;
    const isStart = after === undefined && before === undefined;
    const total = search !== undefined || isStart ? await this.countUpTo(FEW, listing) : undefined;
    const withOneMore = { ...listing, limit: limit + 1 };
    const { text, parameters } = pageStatement(withOneMore, search !== undefined && total !== undefined);
    const rows = await this.dataSource.query<LeadOfPage[]>(text, [...parameters]);
    return { ...keysetPage(rows, limit, isStart ? 'start' : after ? 'behind' : 'before'), total };
  }

  /** @throws NotFoundError when the campaign has no such lead */
  async get(campaignId: string, id: string): Promise<ListedLead> {
    const lead = await this.dataSource.manager.findOneBy(Lead, { campaignId, id });
    if (lead === null) throw new NotFoundError('lead', id);
    return lead;
  }

  /**
   * Changes a lead that is not finished. Attempts, status and the time of the next attempt stay, also with another
   * number: they belong to the lead, and bound how often and how soon it is called.
   *
   * @param version the one that the change was decided on
   * @throws NotFoundError, StaleVersionError
   * @throws NotAllowedNowError unless the campaign is stopped and its last calls have ended, when the lead is
   *   finished, and when the campaign has another lead of that number
   */
  edit(campaignId: string, id: string, version: number, changes: LeadChanges): Promise<ListedLead> {
    return renaming(
      SQL_STATE.uniqueViolation,
      () => new NotAllowedNowError(message('number-there-already')),
      () =>
        this.dataSource.transaction(async (manager) => {
          await lockIdle(manager, campaignId);
          const lead = await lockVersion(manager, Lead, 'lead', id, version);
          if (lead.campaignId !== campaignId) throw new NotFoundError('lead', id);
          if (lead.nextAttemptAt === null) throw new NotAllowedNowError(message('lead-finished'));
          return manager.save(Lead, Object.assign(lead, changes));
        }),
    );
  }

  /** How many leads of a campaign are in each status; statuses without leads are left out. */
  async countByStatus(campaignId: string): Promise<Partial<Record<LeadStatus, number>>> {
    const rows = await this.dataSource.query<{ status: LeadStatus; leads: string }[]>(
      'SELECT status, count(*) AS leads FROM lead WHERE campaign_id = $1 GROUP BY status',
      [campaignId],
    );
    return Object.fromEntries(rows.map(({ status, leads }) => [status, Number(leads)]));
  }

  private async countUpTo(most: number, listing: LeadListing): Promise<number | undefined> {
    const { text, parameters } = countStatement(listing, most + 1);
    const [row] = await this.dataSource.query<{ leads: string }[]>(text, [...parameters]);
    const leads = Number(row?.leads);
    return leads > most ? undefined : leads;
  }
}
