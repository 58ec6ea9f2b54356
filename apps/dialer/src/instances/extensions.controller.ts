import { ExtensionRegistry } from '@marcador/plugin-host/extension-registry.js';
import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../auth/access-rule.js';
import { ExtensionView } from './instance.dto.js';

/** What plugins bring. */
@ApiTags('extensions')
@Controller('api/v1')
export class ExtensionsController {
  constructor(private readonly registry: ExtensionRegistry) {}

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
}
