import { ExtensionRegistry } from '@marcador/plugin-host/extension-registry.js';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { ExtensionView, InstanceView } from './instance.dto.js';
import { InstancesService } from './instances.service.js';

/** What plugins bring. */
@ApiTags('extensions')
@Controller('api/v1')
export class ExtensionsController {
  constructor(
    private readonly registry: ExtensionRegistry,
    private readonly instances: InstancesService,
  ) {}

  @Get('extensions')
  @Allow('extension:read')
  @ApiOperation({
    operationId: 'listExtensions',
    summary: 'The types of extension, with the JSON Schema of their values',
  })
  @ApiOkResponse({ type: [ExtensionView] })
  types(): readonly ExtensionView[] {
    return this.registry.list();
  }

  @Get('amd-detectors')
  @Allow('extension:read')
  @ApiOperation({
    operationId: 'listAmdDetectors',
    summary: 'The answering machine detectors that campaigns can choose from',
  })
  @ApiOkResponse({ type: [InstanceView] })
  detectors(@CurrentUser() user: SessionUser): Promise<InstanceView[]> {
    return this.instances.list(user, 'amd-detector');
  }

  @Get('pacing-strategies')
  @Allow('extension:read')
  @ApiOperation({
    operationId: 'listPacingStrategies',
    summary: 'The pacing strategies that campaigns can choose from',
  })
  @ApiOkResponse({ type: [InstanceView] })
  strategies(@CurrentUser() user: SessionUser): Promise<InstanceView[]> {
    return this.instances.list(user, 'pacing-strategy');
  }
}
