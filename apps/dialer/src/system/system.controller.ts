import { API_VERSION } from '@marcador/plugin-api';
import { PluginInstances } from '@marcador/plugin-host/plugin-instances.js';
import type { PortPool } from '@marcador/telephony/dialer-port.js';
import type { MediaWorkerState } from '@marcador/telephony/media/media-worker-state.js';
import type { RefusedMessages } from '@marcador/telephony/sip/admission/refused-messages.js';
import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { Allow } from '../auth/access-rule.js';
import type { Configuration } from '../configuration.schema.js';
import { CONFIGURATION, MEDIA_WORKERS, PORTS, REFUSED_MESSAGES } from '../tokens.js';
import { VERSION } from '../version.js';
import { SystemHealthView, SystemView } from './system.dto.js';

/** What the service is and how it fares. */
@ApiTags('system')
@Controller('api/v1/system')
export class SystemController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(PORTS) private readonly ports: PortPool,
    @Inject(REFUSED_MESSAGES) private readonly refusedMessages: () => RefusedMessages,
    @Inject(MEDIA_WORKERS) private readonly mediaWorkers: () => readonly MediaWorkerState[],
    private readonly instances: PluginInstances,
    private readonly database: DataSource,
  ) {}

  @Get()
  @Allow('system:read')
  @ApiOperation({
    operationId: 'getSystem',
    summary:
      'Versions, trunks, dialer ports with their registrations, media workers, and the configured instances',
  })
  @ApiOkResponse({ type: SystemView })
  async show(): Promise<SystemView> {
    const [server] = await this.database.query<[{ server_version: string }]>('SHOW server_version');
    const uptime = process.uptime();
    return {
      versions: {
        service: VERSION,
        pluginApi: API_VERSION,
        node: process.versions.node,
        postgres: server.server_version,
      },
      nodeName: this.configuration.nodeName,
      startedAt: new Date(Date.now() - uptime * 1000),
      uptimeSeconds: Math.floor(uptime),
      trunks: this.ports.trunks(),
      ports: this.ports.states(),
      refusedMessages: this.refusedMessages(),
      mediaWorkers: this.mediaWorkers(),
      instances: this.instances.list(),
    };
  }

  @Get('health')
  @Allow('system:read')
  @ApiOperation({
    operationId: 'getSystemHealth',
    summary: 'Ask the database and every configured instance how they fare',
  })
  @ApiOkResponse({ type: SystemHealthView })
  async health(): Promise<SystemHealthView> {
    const instances = this.instances
      .list()
      .map(async (instance) => ({ ...instance, ...(await this.instances.health(instance.id)) }));
    return { database: await this.askDatabase(), instances: await Promise.all(instances) };
  }

  private async askDatabase(): Promise<SystemHealthView['database']> {
    const begin = performance.now();
    const healthy = await this.database.query('SELECT 1').then(
      () => true,
      () => false,
    );
    return { healthy, answerMs: Math.round((performance.now() - begin) * 10) / 10 };
  }
}
