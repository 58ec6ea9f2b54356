import { Body, Controller, Get, HttpCode, Patch, Post, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
} from '@nestjs/swagger';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { IdParam } from '../http/id-param.js';
import { ApiPage, type Page } from '../http/page.js';
import { CreateGroupDto, GroupsQuery, GroupView, UpdateGroupDto } from './group.dto.js';
import { GroupsService } from './groups.service.js';

const NOT_FOUND = { description: 'There is no such group, or not for this user.' };

/** Dialer groups. */
@ApiTags('groups')
@Controller('api/v1/groups')
export class GroupsController {
  constructor(private readonly groups: GroupsService) {}

  @Get()
  @Allow('group:read')
  @ApiOperation({ operationId: 'listGroups', summary: 'The dialer groups; a Manager sees the own ones' })
  @ApiPage(GroupView)
  list(@CurrentUser() user: SessionUser, @Query() query: GroupsQuery): Promise<Page<GroupView>> {
    return this.groups.list(user, query);
  }

  @Post()
  @Allow('group:create')
  @ApiOperation({ operationId: 'createGroup', summary: 'Make a dialer group' })
  @ApiCreatedResponse({ type: GroupView })
  @ApiConflictResponse({ description: 'The name is taken.' })
  create(@Body() body: CreateGroupDto): Promise<GroupView> {
    return this.groups.create(body);
  }

  @Get(':id')
  @Allow('group:read')
  @ApiOperation({ operationId: 'getGroup', summary: 'A dialer group' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: GroupView })
  @ApiNotFoundResponse(NOT_FOUND)
  get(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<GroupView> {
    return this.groups.get(user, id);
  }

  @Patch(':id')
  @Allow('group:update')
  @ApiOperation({ operationId: 'updateGroup', summary: 'Change a dialer group: the fields that are sent' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: GroupView })
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({ description: 'It was changed meanwhile, or the name is taken.' })
  update(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Body() body: UpdateGroupDto,
  ): Promise<GroupView> {
    return this.groups.update(user, id, body);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Allow('group:enable')
  @ApiOperation({ operationId: 'enableGroup', summary: 'Enable a dialer group' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: GroupView })
  @ApiNotFoundResponse(NOT_FOUND)
  enable(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<GroupView> {
    return this.groups.setEnabled(user, id, true);
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Allow('group:enable')
  @ApiOperation({
    operationId: 'disableGroup',
    summary:
      'Disable a dialer group: started campaigns run on, stopped ones cannot be started; the sessions of Campaign ' +
      'Administrators and Supervisors end who have no other enabled group',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: GroupView })
  @ApiNotFoundResponse(NOT_FOUND)
  disable(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<GroupView> {
    return this.groups.setEnabled(user, id, false);
  }
}
