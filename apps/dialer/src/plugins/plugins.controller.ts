import { Controller, Delete, Get, HttpCode, Post, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiPayloadTooLargeResponse,
  ApiRequestTimeoutResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Request } from 'express';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { IdParam } from '../http/id-param.js';
import { wholeBody } from '../http/whole-body.js';
import { PACKAGE_BODY } from './package-body.js';
import { PluginView } from './plugin.dto.js';
import { PluginsService } from './plugins.service.js';

const ID = { name: 'id', format: 'uuid' };
const NOT_FOUND = { description: 'There is no such installed plugin.' };

/** The plugins, and those that are installed while the service runs. */
@ApiTags('plugins')
@Controller('api/v1/plugins')
export class PluginsController {
  constructor(private readonly plugins: PluginsService) {}

  @Get()
  @Allow('plugin:manage')
  @ApiOperation({
    operationId: 'listPlugins',
    summary: 'The plugins: those that come with the product, then those installed, by name',
  })
  @ApiOkResponse({ type: [PluginView] })
  list(): Promise<PluginView[]> {
    return this.plugins.list();
  }

  @Post()
  @Allow('plugin:manage')
  @ApiOperation({
    operationId: 'installPlugin',
    summary: 'Install a packed plugin, or upgrade the installed one of the same name',
    description:
      'The body is the .tgz that `npm pack` makes. All or nothing: a package that is refused leaves everything as it ' +
      'was. An upgrade is taken up when every instance is as healthy with it as before; else the old version serves on.',
  })
  @ApiConsumes('application/gzip')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ type: PluginView })
  @ApiConflictResponse({
    description:
      'The same version is installed with other contents, or something is configured with a type that this one no longer has.',
  })
  @ApiPayloadTooLargeResponse({ description: 'The package is too large.' })
  @ApiUnprocessableEntityResponse({ description: 'The package is refused.' })
  @ApiRequestTimeoutResponse({ description: 'Nothing more of the file came for 60 s; nothing was changed.' })
  async install(@CurrentUser() { userName }: SessionUser, @Req() request: Request): Promise<PluginView> {
    return this.plugins.install(userName, await wholeBody(request, PACKAGE_BODY));
  }

  @Post(':id/rollback')
  @HttpCode(200)
  @Allow('plugin:manage')
  @ApiOperation({
    operationId: 'rollBackPlugin',
    summary: 'Install the version again that the present one took the place of',
    description:
      'By the rules of an upgrade: all or nothing, and only if every instance is as healthy with it as before. The ' +
      'present version is kept in its place, so that a second call undoes the first.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: PluginView })
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({
    description: 'There is no version before, or something is configured with a type that it does not have.',
  })
  @ApiUnprocessableEntityResponse({ description: 'That version is refused.' })
  rollBack(@CurrentUser() { userName }: SessionUser, @IdParam() id: string): Promise<PluginView> {
    return this.plugins.rollBack(userName, id);
  }

  @Post(':id/enable')
  @HttpCode(200)
  @Allow('plugin:manage')
  @ApiOperation({
    operationId: 'enablePlugin',
    summary: 'Load a plugin that was disabled, or try one again that is refused or missing',
    description: 'Also one that is refused because the service ended twice in a row soon after loading it.',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: PluginView })
  @ApiNotFoundResponse(NOT_FOUND)
  enable(@IdParam() id: string): Promise<PluginView> {
    return this.plugins.enable(id);
  }

  @Post(':id/disable')
  @HttpCode(200)
  @Allow('plugin:manage')
  @ApiOperation({
    operationId: 'disablePlugin',
    summary: 'Take a plugin out of service; what is configured with it stays, out of service',
  })
  @ApiParam(ID)
  @ApiOkResponse({ type: PluginView })
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({ description: 'A started campaign uses it.' })
  disable(@IdParam() id: string): Promise<PluginView> {
    return this.plugins.disable(id);
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('plugin:manage')
  @ApiOperation({
    operationId: 'removePlugin',
    summary: 'Remove an installed plugin that nothing is configured with',
  })
  @ApiParam(ID)
  @ApiNoContentResponse()
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({ description: 'Something is configured with it.' })
  remove(@IdParam() id: string): Promise<void> {
    return this.plugins.remove(id);
  }
}
