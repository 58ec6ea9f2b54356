import { Body, Controller, Delete, Get, HttpCode, Post, Put, Query } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
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
import { ApiPage, SearchQuery, type Page } from '../http/page.js';
import { CreateUserDto, ResetPasswordDto, UserView } from './user.dto.js';
import { UsersService } from './users.service.js';

/** Dialer users. */
@ApiTags('users')
@Controller('api/v1/users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @Allow('user:read')
  @ApiOperation({ operationId: 'listUsers', summary: 'The users, by user name' })
  @ApiPage(UserView)
  list(@CurrentUser() user: SessionUser, @Query() query: SearchQuery): Promise<Page<UserView>> {
    return this.users.list(user, query);
  }

  @Post()
  @Allow('user:create')
  @ApiOperation({ operationId: 'createUser', summary: 'Make a user' })
  @ApiCreatedResponse({ type: UserView })
  @ApiConflictResponse({ description: 'The user name is taken.' })
  create(@CurrentUser() user: SessionUser, @Body() body: CreateUserDto): Promise<UserView> {
    return this.users.create(user, body);
  }

  @Get(':id')
  @Allow('user:read')
  @ApiOperation({ operationId: 'getUser', summary: 'A user' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: UserView })
  @ApiNotFoundResponse({ description: 'There is no such user, or not for this one.' })
  get(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<UserView> {
    return this.users.get(user, id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('user:delete')
  @ApiOperation({ operationId: 'removeUser', summary: 'Remove a user' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ description: 'There is no such user, or not for this one.' })
  @ApiConflictResponse({ description: 'It is the last Master.' })
  remove(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<void> {
    return this.users.remove(user, id);
  }

  @Put(':id/password')
  @HttpCode(204)
  @Allow('user:reset-password')
  @ApiOperation({
    operationId: 'resetPassword',
    summary: "Reset a user's password, which ends the user's sessions",
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ description: 'There is no such user.' })
  resetPassword(@IdParam() id: string, @Body() body: ResetPasswordDto): Promise<void> {
    return this.users.resetPassword(id, body.password);
  }
}
