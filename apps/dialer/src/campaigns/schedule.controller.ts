import { Body, Controller, Delete, Get, HttpCode, Patch, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { IdParam } from '../http/id-param.js';
import {
  CreateScheduleEntryDto,
  ScheduleEntryView,
  UpdateScheduleDto,
  UpdateScheduleEntryDto,
} from './schedule.dto.js';
import { ScheduleService } from './schedule.service.js';

const CAMPAIGN = { name: 'id', format: 'uuid', description: 'of the campaign' };
const ENTRY = { name: 'entryId', format: 'uuid', description: 'of the schedule entry' };
const NOT_FOUND = { description: 'There is no such campaign or entry, or not for this user.' };
const NOT_POSSIBLE = { description: 'A day cannot end before it begins, or lie in skipped time.' };

/** The days of a campaign. They change only while it is stopped, and only from its today on. */
@ApiTags('schedule')
@Controller('api/v1/campaigns/:id/schedule')
export class ScheduleController {
  constructor(private readonly schedule: ScheduleService) {}

  @Get()
  @Allow('schedule:read')
  @ApiOperation({ operationId: 'getSchedule', summary: 'The schedule entries of a campaign, by date' })
  @ApiParam(CAMPAIGN)
  @ApiOkResponse({ type: [ScheduleEntryView] })
  @ApiNotFoundResponse(NOT_FOUND)
  list(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<ScheduleEntryView[]> {
    return this.schedule.list(user, id);
  }

  @Post()
  @Allow('schedule:update')
  @ApiOperation({
    operationId: 'addScheduleEntry',
    summary: 'Add a day; one outside the range of dates of the campaign widens the range',
  })
  @ApiParam(CAMPAIGN)
  @ApiCreatedResponse({ type: ScheduleEntryView })
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({ description: 'The campaign is started, the day has an entry or is over.' })
  @ApiUnprocessableEntityResponse(NOT_POSSIBLE)
  add(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Body() body: CreateScheduleEntryDto,
  ): Promise<ScheduleEntryView> {
    return this.schedule.add(user, id, body);
  }

  @Patch()
  @Allow('schedule:update')
  @ApiOperation({
    operationId: 'updateSchedule',
    summary: 'Change the hours of today’s and all future entries, and those of the campaign',
  })
  @ApiParam(CAMPAIGN)
  @ApiOkResponse({ type: [ScheduleEntryView] })
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({ description: 'The campaign is started, was changed meanwhile, or has no day left.' })
  @ApiUnprocessableEntityResponse(NOT_POSSIBLE)
  editAll(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Body() body: UpdateScheduleDto,
  ): Promise<ScheduleEntryView[]> {
    return this.schedule.editAll(user, id, body);
  }

  @Patch(':entryId')
  @Allow('schedule:update')
  @ApiOperation({ operationId: 'updateScheduleEntry', summary: 'Change the hours of one entry' })
  @ApiParam(CAMPAIGN)
  @ApiParam(ENTRY)
  @ApiOkResponse({ type: ScheduleEntryView })
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({ description: 'The campaign is started, the day is over, or was changed meanwhile.' })
  @ApiUnprocessableEntityResponse(NOT_POSSIBLE)
  edit(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @IdParam('entryId') entryId: string,
    @Body() body: UpdateScheduleEntryDto,
  ): Promise<ScheduleEntryView> {
    return this.schedule.edit(user, id, entryId, body);
  }

  @Delete(':entryId')
  @HttpCode(204)
  @Allow('schedule:update')
  @ApiOperation({ operationId: 'removeScheduleEntry', summary: 'Remove today’s or a future entry' })
  @ApiParam(CAMPAIGN)
  @ApiParam(ENTRY)
  @ApiNoContentResponse()
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({ description: 'The campaign is started, or the day is over.' })
  remove(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @IdParam('entryId') entryId: string,
  ): Promise<void> {
    return this.schedule.remove(user, id, entryId);
  }
}
