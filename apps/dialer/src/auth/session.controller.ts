import { actionsOf } from '@marcador/domain/permissions.js';
import { Body, Controller, Delete, Get, HttpCode, Post, Put, Req, Res, UseGuards } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiNoContentResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnauthorizedResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { AllowAnybody, AllowLoggedIn } from './access-rule.js';
import { CurrentUser } from './current-user.js';
import { PasswordGuard } from './local.strategy.js';
import { LoginService } from './login.service.js';
import { clearSessionCookie, readSessionCookie, writeSessionCookie } from './session-cookie.js';
import type { SessionUser } from './session-user.js';
import { ChangePasswordDto, LoginDto, SessionView } from './session.dto.js';
import { Sessions } from './sessions.js';

/** Logging in and out. */
@ApiTags('session')
@Controller('api/v1/session')
export class SessionController {
  constructor(
    private readonly sessions: Sessions,
    private readonly logins: LoginService,
  ) {}

  @Post()
  @HttpCode(200)
  @AllowAnybody()
  @UseGuards(PasswordGuard)
  @ApiOperation({ operationId: 'logIn', summary: 'Log in: the answer sets the session cookie' })
  @ApiBody({ type: LoginDto })
  @ApiOkResponse({ type: SessionView })
  @ApiBadRequestResponse({ description: 'A field is missing.' })
  @ApiUnauthorizedResponse({ description: 'The user name or the password is wrong.' })
  @ApiTooManyRequestsResponse({ description: 'Too many wrong passwords; see Retry-After.' })
  async open(
    @CurrentUser() user: SessionUser,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const former = readSessionCookie(request);
    if (former !== undefined) await this.sessions.close(former);
    writeSessionCookie(response, await this.sessions.open(user));
    return viewOf(user);
  }

  @Get()
  @AllowLoggedIn({ always: true })
  @ApiOperation({ operationId: 'getSession', summary: 'Who is logged in' })
  @ApiOkResponse({ type: SessionView })
  show(@CurrentUser() user: SessionUser): SessionView {
    return viewOf(user);
  }

  @Delete()
  @HttpCode(204)
  @AllowLoggedIn({ always: true })
  @ApiOperation({ operationId: 'logOut', summary: 'Log out' })
  @ApiNoContentResponse()
  async close(@Req() request: Request, @Res({ passthrough: true }) response: Response): Promise<void> {
    await this.sessions.close(readSessionCookie(request) ?? '');
    clearSessionCookie(response);
  }

  @Put('password')
  @HttpCode(204)
  @AllowLoggedIn({ always: true })
  @ApiOperation({
    operationId: 'changeOwnPassword',
    summary: 'Change the own password: all sessions end, the answer sets the cookie of a new one',
  })
  @ApiNoContentResponse()
  @ApiUnprocessableEntityResponse({
    description: 'The current password is wrong, or the new one is the same.',
  })
  async changePassword(
    @CurrentUser() user: SessionUser,
    @Body() body: ChangePasswordDto,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const { currentPassword, newPassword } = body;
    const changed = await this.logins.changePassword(user, currentPassword, newPassword, request.ip ?? '');
    writeSessionCookie(response, await this.sessions.open(changed));
    this.sessions.announceChange();
  }
}

function viewOf({ groupIds: _, version: __, ...view }: SessionUser): SessionView {
  return { ...view, permissions: actionsOf(view.role) };
}
