import { Body, Controller, Get, HttpCode, Patch, Post, Query, Req } from '@nestjs/common';
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
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Request } from 'express';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { csvBody } from '../csv/csv-body.js';
import { IdParam, RowIdParam } from '../http/id-param.js';
import { LeadUpload } from './lead-upload.service.js';
import { LeadsQuery, LeadsView, LeadUploadReportView, LeadView, UpdateLeadDto } from './lead.dto.js';
import { LeadsService } from './leads.service.js';

/** The leads of a campaign. */
@ApiTags('leads')
@Controller('api/v1/campaigns/:id/leads')
export class LeadsController {
  constructor(
    private readonly leads: LeadsService,
    private readonly uploads: LeadUpload,
  ) {}

  @Get()
  @Allow('lead:read')
  @ApiOperation({
    operationId: 'listLeads',
    summary: 'The leads that are not finished, searched and sorted, page by page',
  })
  @ApiParam({ name: 'id', format: 'uuid', description: 'of the campaign' })
  @ApiOkResponse({ type: LeadsView })
  @ApiNotFoundResponse({ description: 'There is no such campaign, or not for this user.' })
  list(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Query() query: LeadsQuery,
  ): Promise<LeadsView> {
    return this.leads.list(user, id, query);
  }

  @Patch(':leadId')
  @Allow('lead:update')
  @ApiOperation({
    operationId: 'updateLead',
    summary: 'Change a lead that is not finished; only while the campaign is stopped',
  })
  @ApiParam({ name: 'id', format: 'uuid', description: 'of the campaign' })
  @ApiParam({ name: 'leadId', description: 'of the lead' })
  @ApiOkResponse({ type: LeadView })
  @ApiNotFoundResponse({ description: 'There is no such campaign or lead, or not for this user.' })
  @ApiConflictResponse({
    description:
      'The campaign is started, the lead is finished or was changed meanwhile, or another one has the number.',
  })
  @ApiUnprocessableEntityResponse({ description: 'That is not a phone number.' })
  update(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @RowIdParam('leadId') leadId: string,
    @Body() body: UpdateLeadDto,
  ): Promise<LeadView> {
    return this.leads.update(user, id, leadId, body);
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
