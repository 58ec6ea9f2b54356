import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { IdParam } from '../http/id-param.js';
import { ApiPage, type Page } from '../http/page.js';
import {
  CampaignsQuery,
  CampaignSummaryView,
  CampaignView,
  CreateCampaignDto,
  UpdateCampaignDto,
} from './campaign.dto.js';
import { CampaignsService } from './campaigns.service.js';
import { DetectionCountsView } from './detection.dto.js';

const NOT_FOUND = { description: 'There is no such campaign, or not for this user.' };
const NOT_POSSIBLE = {
  description: 'A value cannot be, such as a queue that the dial target does not have.',
};
const UNREACHABLE = { description: 'The dial target does not answer, so that its queue cannot be checked.' };

/** Campaigns. */
@ApiTags('campaigns')
@Controller('api/v1/campaigns')
export class CampaignsController {
  constructor(private readonly campaigns: CampaignsService) {}

  @Get()
  @Allow('campaign:read')
  @ApiOperation({ operationId: 'listCampaigns', summary: 'The campaigns' })
  @ApiPage(CampaignView)
  list(@CurrentUser() user: SessionUser, @Query() query: CampaignsQuery): Promise<Page<CampaignView>> {
    return this.campaigns.list(user, query);
  }

  @Post()
  @Allow('campaign:create')
  @ApiOperation({
    operationId: 'createCampaign',
    summary: 'Make a campaign, with a schedule entry for each of its days',
  })
  @ApiCreatedResponse({ type: CampaignView })
  @ApiConflictResponse({ description: 'The name is taken.' })
  @ApiUnprocessableEntityResponse(NOT_POSSIBLE)
  @ApiServiceUnavailableResponse(UNREACHABLE)
  create(@CurrentUser() user: SessionUser, @Body() body: CreateCampaignDto): Promise<CampaignView> {
    return this.campaigns.create(user, body);
  }

  @Get(':id')
  @Allow('campaign:read')
  @ApiOperation({ operationId: 'getCampaign', summary: 'A campaign' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: CampaignView })
  @ApiNotFoundResponse(NOT_FOUND)
  get(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<CampaignView> {
    return this.campaigns.get(user, id);
  }

  @Patch(':id')
  @Allow('campaign:update')
  @ApiOperation({
    operationId: 'updateCampaign',
    summary: 'Change a stopped campaign: the fields that are sent',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: CampaignView })
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({ description: 'It is started, was changed meanwhile, or the name is taken.' })
  @ApiUnprocessableEntityResponse(NOT_POSSIBLE)
  @ApiServiceUnavailableResponse(UNREACHABLE)
  update(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Body() body: UpdateCampaignDto,
  ): Promise<CampaignView> {
    return this.campaigns.update(user, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('campaign:delete')
  @ApiOperation({
    operationId: 'removeCampaign',
    summary: 'Remove a stopped campaign with its leads; its call records stay',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({ description: 'It is started.' })
  remove(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<void> {
    return this.campaigns.remove(user, id);
  }

  @Post(':id/start')
  @HttpCode(200)
  @Allow('campaign:start')
  @ApiOperation({
    operationId: 'startCampaign',
    summary: 'Start a campaign: it dials within the hours of its schedule entries',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: CampaignView })
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({ description: 'Its dialer group, or a plugin that it uses, is disabled.' })
  start(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<CampaignView> {
    return this.campaigns.start(user, id);
  }

  @Post(':id/stop')
  @HttpCode(200)
  @Allow('campaign:stop')
  @ApiOperation({
    operationId: 'stopCampaign',
    summary: 'Stop a campaign: no further call begins, those under way run to their end',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: CampaignView })
  @ApiNotFoundResponse(NOT_FOUND)
  stop(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<CampaignView> {
    return this.campaigns.stop(user, id);
  }

  @Get(':id/summary')
  @Allow('campaign:read')
  @ApiOperation({
    operationId: 'getCampaignSummary',
    summary: 'A campaign with the number of its leads in every status',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: CampaignSummaryView })
  @ApiNotFoundResponse(NOT_FOUND)
  summary(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<CampaignSummaryView> {
    return this.campaigns.summary(user, id);
  }

  @Get(':id/detection')
  @Allow('campaign:read')
  @ApiOperation({
    operationId: 'getCampaignDetection',
    summary: 'Who answered the calls of a campaign, as its detectors say, and the messages left at machines',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: DetectionCountsView })
  @ApiNotFoundResponse(NOT_FOUND)
  detection(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<DetectionCountsView> {
    return this.campaigns.detection(user, id);
  }
}
