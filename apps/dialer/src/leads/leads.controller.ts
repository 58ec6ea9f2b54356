import { Body, Controller, Get, HttpCode, Patch, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiRequestTimeoutResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { csvBody } from '../csv/csv-body.js';
import { UploadRowsQuery } from '../csv/rejected-rows.js';
import { disconnectOf } from '../http/disconnect.js';
import { IdParam, RowIdParam } from '../http/id-param.js';
import { sendCsv } from '../http/send-csv.js';
import { LeadUploads } from './lead-uploads.service.js';
import {
  LeadsQuery,
  LeadsView,
  LeadUploadReportView,
  LeadUploadView,
  LeadView,
  UpdateLeadDto,
} from './lead.dto.js';
import { LeadsService } from './leads.service.js';

const CAMPAIGN = { name: 'id', format: 'uuid', description: 'of the campaign' };
const NOT_FOUND = { description: 'There is no such campaign, or not for this user.' };

/** The leads of a campaign. */
@ApiTags('leads')
@Controller('api/v1/campaigns/:id/leads')
export class LeadsController {
  constructor(
    private readonly leads: LeadsService,
    private readonly uploads: LeadUploads,
  ) {}

  @Get()
  @Allow('lead:read')
  @ApiOperation({
    operationId: 'listLeads',
    summary: 'The leads that are not finished, searched and sorted, page by page',
  })
  @ApiParam(CAMPAIGN)
  @ApiOkResponse({ type: LeadsView })
  @ApiNotFoundResponse(NOT_FOUND)
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
  @ApiParam(CAMPAIGN)
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
    description: 'All or nothing: a file that breaks off, and a client that goes away, change nothing.',
  })
  @ApiParam(CAMPAIGN)
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: LeadUploadReportView })
  @ApiBadRequestResponse({ description: 'That is not a CSV; nothing was loaded.' })
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({
    description:
      'The campaign is started, another upload into it is under way, or two uploads of leads or numbers are; none of the body is read.',
  })
  @ApiRequestTimeoutResponse({ description: 'Nothing more of the file came for 60 s; nothing was changed.' })
  upload(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<LeadUploadReportView> {
    const length = Number(request.headers['content-length']);
    const file = { bytes: csvBody(request), ...(length > 0 && { length }) };
    return this.uploads.load(user, id, file, disconnectOf(response));
  }

  @Get('upload')
  @Allow('lead:read')
  @ApiOperation({
    operationId: 'getLeadUpload',
    summary: 'How far the upload under way has come, or what became of the last one',
  })
  @ApiParam(CAMPAIGN)
  @ApiOkResponse({ type: LeadUploadView })
  @ApiNotFoundResponse(NOT_FOUND)
  uploadState(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<LeadUploadView> {
    return this.uploads.state(user, id);
  }

  @Get('upload/rows')
  @Allow('lead:read')
  @ApiOperation({
    operationId: 'downloadUploadRows',
    summary: 'The rows of the last upload that were not loaded, as a CSV that can be mended and uploaded',
  })
  @ApiParam(CAMPAIGN)
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiNotFoundResponse({
    description: 'There is no such campaign, or not for this user; or no upload is kept.',
  })
  async uploadRows(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Query() { language }: UploadRowsQuery,
    @Res() response: Response,
  ): Promise<void> {
    await sendCsv(response, 'rejected-leads.csv', await this.uploads.rows(user, id, language));
  }
}
