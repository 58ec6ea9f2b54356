import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';
import { CampaignChanges } from './campaign-changes.js';

const OF_A_CAMPAIGN = /^\/api\/v1\/campaigns\/([0-9a-f-]{36})(?:\/|$)/i;
const A_NEW_CAMPAIGN = /^\/api\/v1\/campaigns\/?(?:\?|$)/i;
const OF_GROUPS = '/api/v1/groups/';

/**
 * Whatever a request changes of a campaign, those who watch it shall see: leads, settings, schedule, and whether its
 * group is enabled; and which campaigns there are. Here for all routes at once, so that none can forget it.
 */
@Injectable()
export class ChangesByHand implements NestMiddleware {
  constructor(private readonly changes: CampaignChanges) {}

  use({ method, originalUrl }: Request, response: Response, next: NextFunction): void {
    const [, campaignId] = OF_A_CAMPAIGN.exec(originalUrl) ?? [];
    if (method !== 'GET' && (campaignId !== undefined || originalUrl.startsWith(OF_GROUPS)))
      response.on('finish', () => this.changes.of(campaignId?.toLowerCase()));
    else if (method === 'POST' && A_NEW_CAMPAIGN.test(originalUrl))
      response.on('finish', () => this.changes.made());
    next();
  }
}
