import { LiveProgress } from '@marcador/dialing/live-progress.js';
import { Injectable, type NestMiddleware } from '@nestjs/common';
import type { NextFunction, Request, Response } from 'express';

const OF_A_CAMPAIGN = /^\/api\/v1\/campaigns\/([0-9a-f-]{36})(?:\/|$)/i;
const OF_GROUPS = '/api/v1/groups/';

/**
 * Whatever a request changes of a campaign, those who watch it shall see: leads, settings, schedule, and whether its
 * group is enabled. Here for all routes at once, so that none can forget it.
 */
@Injectable()
export class ChangesByHand implements NestMiddleware {
  constructor(private readonly progress: LiveProgress) {}

  use({ method, originalUrl }: Request, response: Response, next: NextFunction): void {
    const [, campaignId] = OF_A_CAMPAIGN.exec(originalUrl) ?? [];
    if (method !== 'GET' && (campaignId !== undefined || originalUrl.startsWith(OF_GROUPS)))
      response.on('finish', () => this.progress.changedByHand(campaignId?.toLowerCase()));
    next();
  }
}
