import { Body, Controller, Delete, Get, HttpCode, Patch, Post, Put, Query } from '@nestjs/common';
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
import { ApiPage, type Page } from '../http/page.js';
import { CreateUserDto, ResetPasswordDto, UpdateUserDto, UsersQuery, UserView } from './user.dto.js';
import { UsersService } from './users.service.js';

/** Dialer users. */
@ApiTags('users')
@Controller('api/v1/users')
export class UsersController {
  constructor(private readonly users: UsersService) {}

  @Get()
  @Allow('user:read')
  @ApiOperation({ operationId: 'listUsers', summary: 'The users; a Manager sees those of the own groups' })
  @ApiPage(UserView)
  list(@CurrentUser() user: SessionUser, @Query() query: UsersQuery): Promise<Page<UserView>> {
    return this.users.list(user, query);
  }

  @Post()
  @Allow('user:create')
  @ApiOperation({ operationId: 'createUser', summary: 'Make a user' })
  @ApiCreatedResponse({ type: UserView })
  @ApiConflictResponse({ description: 'The user name is taken.' })
  @ApiUnprocessableEntityResponse({ description: 'One of the dialer groups does not exist.' })
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

  @Patch(':id')
  @Allow('user:update')
  @ApiOperation({ operationId: 'updateUser', summary: 'Change a user: the fields that are sent' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: UserView })
  @ApiNotFoundResponse({ description: 'There is no such user, or not for this one.' })
  @ApiConflictResponse({
    description: 'It was changed meanwhile, the user name is taken, or it is the last Master.',
  })
  @ApiUnprocessableEntityResponse({ description: 'One of the dialer groups does not exist.' })
  update(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Body() body: UpdateUserDto,
  ): Promise<UserView> {
    return this.users.update(user, id, body);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('user:delete')
  @ApiOperation({ operationId: 'removeUser', summary: 'Remove a user, not oneself' })
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
