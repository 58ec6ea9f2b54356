import type { LeadStatus } from '@marcador/domain/lead-status.js';
import { Injectable } from '@nestjs/common';
import { DataSource, IsNull, MoreThan, Not } from 'typeorm';
import { Lead } from '../entities/lead.entity.js';

/** Leads as people look at them; the dialer takes them through `LeadClaims`. */
@Injectable()
export class LeadRepository {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Leads of a campaign that are not finished, in the order of their upload.
   * @param after id of the last lead of the page before; left out for the first
   */
  unfinishedPage(campaignId: string, limit: number, after = '0'): Promise<Lead[]> {
    return this.dataSource.manager.find(Lead, {
      where: { campaignId, nextAttemptAt: Not(IsNull()), id: MoreThan(after) },
      order: { id: 'ASC' },
      take: limit,
    });
  }

  /** How many leads of a campaign are in each status; statuses without leads are left out. */
  async countByStatus(campaignId: string): Promise<Partial<Record<LeadStatus, number>>> {
    const rows = await this.dataSource.query<{ status: LeadStatus; leads: string }[]>(
      'SELECT status, count(*) AS leads FROM lead WHERE campaign_id = $1 GROUP BY status',
      [campaignId],
    );
    return Object.fromEntries(rows.map(({ status, leads }) => [status, Number(leads)]));
  }
}
