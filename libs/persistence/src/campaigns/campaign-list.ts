import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Campaign } from '../entities/campaign.entity.js';
import { Group } from '../entities/group.entity.js';
import { PluginInstance } from '../entities/plugin-instance.entity.js';
import { asLookedFor, listPart, type ListPart, type ListRequest } from '../listing.js';

/** What campaigns can be sorted by: `target`, `queue` and `group` mean their names. */
export const CAMPAIGN_SORTS = [
  'name',
  'description',
  'state',
  'target',
  'queue',
  'group',
  'startDate',
  'endDate',
  'createdAt',
] as const;

/** The campaigns as people look through them. */
@Injectable()
export class CampaignList {
  constructor(private readonly dataSource: DataSource) {}

  /** @param groupIds only those of these groups; all when left out */
  part(
    groupIds: readonly string[] | undefined,
    request: ListRequest<(typeof CAMPAIGN_SORTS)[number]>,
  ): Promise<ListPart<Campaign>> {
    const query = this.dataSource.manager
      .createQueryBuilder(Campaign, 'c')
      .innerJoin(Group, 'g', 'g.id = c.group_id')
      .innerJoin(PluginInstance, 't', 't.id = c.target_instance_id');
    if (groupIds !== undefined) query.where('c.group_id = ANY(:groupIds)', { groupIds });
    return listPart(query, request, {
      key: 'c.id',
      searched: ['c.name', 'c.description'],
      sorted: {
        name: asLookedFor('c.name'),
        description: asLookedFor('c.description'),
        state: 'c.state',
        target: asLookedFor('t.name'),
        queue: asLookedFor('c.queue_name'),
        group: asLookedFor('g.name'),
        startDate: 'c.start_date',
        endDate: 'c.end_date',
        createdAt: 'c.created_at',
      },
    });
  }
}
