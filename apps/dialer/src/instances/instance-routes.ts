import type { Action } from '@marcador/domain/permissions.js';
import type { ExtensionKind } from '@marcador/plugin-api';
import { Body, Delete, Get, HttpCode, Injectable, Patch, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { IdParam } from '../http/id-param.js';
import {
  CreateInstanceDto,
  HealthView,
  InstanceView,
  TestInstanceDto,
  UpdateInstanceDto,
} from './instance.dto.js';
import { InstancesService, KIND_NAMES } from './instances.service.js';

/** How the routes of a kind of extension are called, and who may use them. */
export interface InstanceKind {
  readonly kind: ExtensionKind;
  readonly read: Action;
  readonly manage: Action;
  /** In operation ids: `DialTarget` makes `listDialTargets`, `updateDialTarget`. */
  readonly one: string;
  readonly many: string;
}

/** What can be done to the configured instances of every kind: a controller extends this by what is its own. */
export function instanceRoutes({ kind, read, manage, one, many }: InstanceKind) {
  const name = KIND_NAMES[kind].one;
  const ID = { name: 'id', format: 'uuid' };
  const NOT_FOUND = { description: `There is no such ${name}.` };
  const NOT_POSSIBLE = { description: 'The values are not what the type takes.' };

  @Injectable()
  class InstanceRoutes {
    constructor(readonly instances: InstancesService) {}

    @Get()
    @Allow(read)
    @ApiOperation({ operationId: `list${many}`, summary: `The ${KIND_NAMES[kind].many}, by name` })
    @ApiOkResponse({ type: [InstanceView] })
    list(@CurrentUser() user: SessionUser): Promise<InstanceView[]> {
      return this.instances.list(user, kind);
    }

    @Post()
    @Allow(manage)
    @ApiOperation({ operationId: `create${one}`, summary: `Configure a ${name}` })
    @ApiCreatedResponse({ type: InstanceView })
    @ApiConflictResponse({ description: 'The name is taken.' })
    @ApiUnprocessableEntityResponse(NOT_POSSIBLE)
    create(@CurrentUser() user: SessionUser, @Body() body: CreateInstanceDto): Promise<InstanceView> {
      return this.instances.create(user, kind, body);
    }

    @Post('test')
    @HttpCode(200)
    @Allow(manage)
    @ApiOperation({ operationId: `test${one}`, summary: 'Test values before they are saved' })
    @ApiOkResponse({ type: HealthView })
    @ApiNotFoundResponse(NOT_FOUND)
    @ApiUnprocessableEntityResponse({ description: 'Saved secrets have to be given again.' })
    test(@Body() body: TestInstanceDto): Promise<HealthView> {
      return this.instances.test(kind, body);
    }

    @Get(':id')
    @Allow(read)
    @ApiOperation({ operationId: `get${one}`, summary: `A ${name}` })
    @ApiParam(ID)
    @ApiOkResponse({ type: InstanceView })
    @ApiNotFoundResponse(NOT_FOUND)
    get(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<InstanceView> {
      return this.instances.one(user, kind, id);
    }

    @Patch(':id')
    @Allow(manage)
    @ApiOperation({
      operationId: `update${one}`,
      summary: `Change a ${name}: running campaigns use it as it then is from their next call on`,
    })
    @ApiParam(ID)
    @ApiOkResponse({ type: InstanceView })
    @ApiNotFoundResponse(NOT_FOUND)
    @ApiConflictResponse({ description: 'It is built in, was changed meanwhile, or the name is taken.' })
    @ApiUnprocessableEntityResponse(NOT_POSSIBLE)
    update(
      @CurrentUser() user: SessionUser,
      @IdParam() id: string,
      @Body() body: UpdateInstanceDto,
    ): Promise<InstanceView> {
      return this.instances.update(user, kind, id, body);
    }

    @Delete(':id')
    @HttpCode(204)
    @Allow(manage)
    @ApiOperation({ operationId: `remove${one}`, summary: `Remove a ${name} that no campaign uses` })
    @ApiParam(ID)
    @ApiNoContentResponse()
    @ApiNotFoundResponse(NOT_FOUND)
    @ApiConflictResponse({ description: 'It is built in, or a campaign uses it.' })
    remove(@IdParam() id: string): Promise<void> {
      return this.instances.remove(kind, id);
    }

    @Get(':id/health')
    @Allow(read)
    @ApiOperation({ operationId: `get${one}Health`, summary: `How the ${name} fares` })
    @ApiParam(ID)
    @ApiOkResponse({ type: HealthView })
    @ApiNotFoundResponse(NOT_FOUND)
    health(@IdParam() id: string): Promise<HealthView> {
      return this.instances.health(kind, id);
    }
  }
  return InstanceRoutes;
}
