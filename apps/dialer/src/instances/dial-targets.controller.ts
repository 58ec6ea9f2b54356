import { Controller, Get, Param, Res } from '@nestjs/common';
import {
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow } from '../auth/access-rule.js';
import { disconnectOf } from '../http/disconnect.js';
import { IdParam } from '../http/id-param.js';
import { QueueView } from './instance.dto.js';
import { instanceRoutes } from './instance-routes.js';
import { InstancesService } from './instances.service.js';
import { QueueAgentsView } from './queue-agents.dto.js';
import { TargetQueues } from './target-queues.js';

const TARGETS = {
  kind: 'dial-target',
  read: 'dial-target:read',
  manage: 'dial-target:manage',
  one: 'DialTarget',
  many: 'DialTargets',
} as const;

/** Contact centers and IVRs. */
@ApiTags('dial targets')
@Controller('api/v1/dial-targets')
export class DialTargetsController extends instanceRoutes(TARGETS) {
  constructor(
    instances: InstancesService,
    private readonly targetQueues: TargetQueues,
  ) {
    super(instances);
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

  @Get(':id/queues/:queueId/agents')
  @Allow('dial-target:read')
  @ApiOperation({
    operationId: 'listQueueAgents',
    summary: 'Who is logged on to a queue at this moment, and what they do',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiParam({ name: 'queueId', description: 'as the target names it' })
  @ApiOkResponse({ type: QueueAgentsView })
  @ApiNotFoundResponse({ description: 'There is no such dial target.' })
  @ApiConflictResponse({ description: 'Dial targets of this type do not tell.' })
  @ApiServiceUnavailableResponse({ description: 'The dial target does not answer, or has no such queue.' })
  async agents(
    @IdParam() id: string,
    @Param('queueId') queueId: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<QueueAgentsView> {
    const gone = disconnectOf(response);
    await this.instances.get('dial-target', id);
    return this.targetQueues.agents(id, queueId, gone);
  }
}
