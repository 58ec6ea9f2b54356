import { LeadRepository } from '@marcador/persistence/leads/lead.repository.js';
import { Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import type { Request } from 'express';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { CampaignAccess } from '../campaigns/campaign-access.js';
import { csvBody } from '../csv/csv-body.js';
import { IdParam } from '../http/id-param.js';
import { LeadUpload } from './lead-upload.service.js';
import { LeadsQuery, LeadsView, LeadUploadReportView } from './lead.dto.js';

/** The leads of a campaign. */
@ApiTags('leads')
@Controller('api/v1/campaigns/:id/leads')
export class LeadsController {
  constructor(
    private readonly campaigns: CampaignAccess,
    private readonly leads: LeadRepository,
    private readonly uploads: LeadUpload,
  ) {}

  @Get()
  @Allow('lead:read')
  @ApiOperation({
    operationId: 'listLeads',
    summary: 'The leads that are not finished, in the order of their upload',
  })
  @ApiParam({ name: 'id', format: 'uuid', description: 'of the campaign' })
  @ApiOkResponse({ type: LeadsView })
  @ApiNotFoundResponse({ description: 'There is no such campaign, or not for this user.' })
  async list(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Query() query: LeadsQuery,
  ): Promise<LeadsView> {
    await this.campaigns.get(user, 'lead:read', id);
    const { limit, after } = query;
    const leads = await this.leads.unfinishedPage(id, limit, after);
    const items = leads.map(
      ({ id, name, description, phone, attempts, status, subReason, nextAttemptAt }) => {
        return { id, name, description, phone, attempts, status, subReason, nextAttemptAt };
      },
    );
    return { items, next: (leads.length === limit ? leads.at(-1)?.id : undefined) ?? null };
  }

  @Post()
  @HttpCode(200)
  @Allow('lead:upload')
  @ApiOperation({
    operationId: 'uploadLeads',
    summary:
      'Upload leads: a CSV of Name,Phone[,Description], with or without header; only while the campaign is stopped',
  })
  @ApiParam({ name: 'id', format: 'uuid', description: 'of the campaign' })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: LeadUploadReportView })
  @ApiBadRequestResponse({ description: 'That is not a CSV; nothing was loaded.' })
  @ApiNotFoundResponse({ description: 'There is no such campaign, or not for this user.' })
  @ApiConflictResponse({ description: 'The campaign is started.' })
  upload(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Req() request: Request,
  ): Promise<LeadUploadReportView> {
    return this.uploads.load(user, id, csvBody(request));
  }
}
