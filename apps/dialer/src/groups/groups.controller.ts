import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
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
import { CreateGroupDto, GroupView } from './group.dto.js';
import { GroupsService } from './groups.service.js';

/** Dialer groups. */
@ApiTags('groups')
@Controller('api/v1/groups')
export class GroupsController {
  constructor(private readonly groups: GroupsService) {}

  @Get()
  @Allow('group:read')
  @ApiOperation({ operationId: 'listGroups', summary: 'The dialer groups, by name' })
  @ApiOkResponse({ type: [GroupView] })
  list(@CurrentUser() user: SessionUser): Promise<GroupView[]> {
    return this.groups.list(user);
  }

  @Post()
  @Allow('group:create')
  @ApiOperation({ operationId: 'createGroup', summary: 'Make a dialer group' })
  @ApiCreatedResponse({ type: GroupView })
  @ApiConflictResponse({ description: 'The name is taken.' })
  create(@Body() body: CreateGroupDto): Promise<GroupView> {
    return this.groups.create(body);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Allow('group:enable')
  @ApiOperation({ operationId: 'enableGroup', summary: 'Enable a dialer group' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: GroupView })
  @ApiNotFoundResponse({ description: 'There is no such group, or not for this user.' })
  enable(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<GroupView> {
    return this.groups.setEnabled(user, id, true);
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Allow('group:enable')
  @ApiOperation({
    operationId: 'disableGroup',
    summary: 'Disable a dialer group: started campaigns run on, stopped ones cannot be started',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: GroupView })
  @ApiNotFoundResponse({ description: 'There is no such group, or not for this user.' })
  disable(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<GroupView> {
    return this.groups.setEnabled(user, id, false);
  }
}
