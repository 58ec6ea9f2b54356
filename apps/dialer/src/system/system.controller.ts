import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import type { PortPool, PortState } from '@marcador/telephony/dialer-port.js';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { Allow } from '../auth/access-rule.js';
import type { Configuration } from '../configuration.schema.js';
import { REGISTRATION_STATE } from '../http/named-enums.js';
import { CONFIGURATION, PORTS } from '../tokens.js';
import { VERSION } from '../version.js';

class PortView {
  @ApiProperty({ description: 'the SIP user' })
  name!: string;
  @ApiProperty(REGISTRATION_STATE)
  registration!: PortState['registration'];
  @ApiPropertyOptional({ type: 'integer', description: 'what refused the registration' })
  sipCode?: number;
  @ApiProperty()
  busy!: boolean;
}

class InstanceStatusView {
  @ApiProperty({ format: 'uuid' })
  id!: string;
  @ApiProperty()
  kind!: string;
  @ApiProperty()
  type!: string;
  @ApiProperty()
  name!: string;
  @ApiProperty()
  inService!: boolean;
  @ApiPropertyOptional({ description: 'why it is not in service' })
  reason?: string;
}

class SystemView {
  @ApiProperty()
  version!: string;
  @ApiProperty()
  nodeVersion!: string;
  @ApiProperty()
  nodeName!: string;
  @ApiProperty({ type: 'integer', description: 'since the process began' })
  uptimeSeconds!: number;
  @ApiProperty({ type: [PortView], description: 'the dialer ports of this node' })
  ports!: readonly PortView[];
  @ApiProperty({ type: [InstanceStatusView], description: 'the configured instances of extensions' })
  instances!: readonly InstanceStatusView[];
}

/** What this node is and how it fares. */
@ApiTags('system')
@Controller('api/v1/system')
export class SystemController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(PORTS) private readonly ports: PortPool,
    private readonly instances: PluginInstances,
  ) {}

  @Get()
  @Allow('system:read')
  @ApiOperation({
    operationId: 'getSystem',
    summary: 'Version, dialer ports with their registrations, and instances of this node',
  })
  @ApiOkResponse({ type: SystemView })
  show(): SystemView {
    const { nodeName } = this.configuration;
    return {
      version: VERSION,
      nodeVersion: process.versions.node,
      nodeName,
      uptimeSeconds: Math.floor(process.uptime()),
      ports: this.ports.states(),
      instances: this.instances.list(),
    };
  }
}
