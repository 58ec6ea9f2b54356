import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiCreatedResponse,
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
import { CreateInstanceDto, HealthView, InstanceView, QueueView, TestInstanceDto } from './instance.dto.js';
import { InstancesService } from './instances.service.js';
import { TargetQueues } from './target-queues.js';

/** Contact centers and IVRs. */
@ApiTags('dial targets')
@Controller('api/v1/dial-targets')
export class DialTargetsController {
  constructor(
    private readonly instances: InstancesService,
    private readonly targetQueues: TargetQueues,
  ) {}

  @Get()
  @Allow('dial-target:read')
  @ApiOperation({ operationId: 'listDialTargets', summary: 'The dial targets, by name' })
  @ApiOkResponse({ type: [InstanceView] })
  list(@CurrentUser() user: SessionUser): Promise<InstanceView[]> {
    return this.instances.list(user, 'dial-target');
  }

  @Post()
  @Allow('dial-target:manage')
  @ApiOperation({ operationId: 'createDialTarget', summary: 'Configure a dial target' })
  @ApiCreatedResponse({ type: InstanceView })
  @ApiConflictResponse({ description: 'The name is taken.' })
  @ApiUnprocessableEntityResponse({ description: 'The values are not what the type takes.' })
  create(@CurrentUser() user: SessionUser, @Body() body: CreateInstanceDto): Promise<InstanceView> {
    return this.instances.create(user, 'dial-target', body);
  }

  @Post('test')
  @HttpCode(200)
  @Allow('dial-target:manage')
  @ApiOperation({ operationId: 'testDialTarget', summary: 'Test values before they are saved' })
  @ApiOkResponse({ type: HealthView })
  test(@Body() body: TestInstanceDto): Promise<HealthView> {
    return this.instances.test('dial-target', body);
  }

  @Get(':id/queues')
  @Allow('dial-target:read')
  @ApiOperation({ operationId: 'listQueues', summary: 'The queues that campaigns can choose from' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: [QueueView] })
  @ApiNotFoundResponse({ description: 'There is no such dial target.' })
  @ApiServiceUnavailableResponse({ description: 'The dial target does not answer.' })
  async queues(@IdParam() id: string): Promise<readonly QueueView[]> {
    await this.instances.get('dial-target', id);
    return this.targetQueues.of(id);
  }

  @Get(':id/health')
  @Allow('dial-target:read')
  @ApiOperation({ operationId: 'getDialTargetHealth', summary: 'How the dial target fares' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: HealthView })
  @ApiNotFoundResponse({ description: 'There is no such dial target.' })
  health(@IdParam() id: string): Promise<HealthView> {
    return this.instances.health('dial-target', id);
  }
}
