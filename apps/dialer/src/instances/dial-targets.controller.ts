import { Controller, Get } from '@nestjs/common';
import {
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import { Allow } from '../auth/access-rule.js';
import { IdParam } from '../http/id-param.js';
import { QueueView } from './instance.dto.js';
import { instanceRoutes } from './instance-routes.js';
import { InstancesService } from './instances.service.js';
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
}
