import type { PortPool } from '@marcador/telephony/dialer-port.js';
import { Controller, Get, HttpStatus, Inject, Res } from '@nestjs/common';
import {
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiServiceUnavailableResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { AllowAnybody } from '../auth/access-rule.js';
import { READINESS } from '../http/named-enums.js';
import { PORTS } from '../tokens.js';
import { ServiceState } from './service-state.js';

class LiveView {
  @ApiProperty({ enum: ['ok'] })
  status!: 'ok';
}

class PortCountsView {
  @ApiProperty({ type: 'integer' })
  configured!: number;
  @ApiProperty({ type: 'integer', description: 'without any, no call can begin' })
  registered!: number;
}

class ReadyView {
  @ApiProperty(READINESS)
  status!: 'ready' | 'stopping' | 'database-unreachable';
  @ApiProperty({ description: 'the dialer ports' })
  ports!: PortCountsView;
}

/** For whoever watches over the process. */
@ApiTags('health')
@Controller('api/v1/health')
export class HealthController {
  constructor(
    private readonly database: DataSource,
    private readonly state: ServiceState,
    @Inject(PORTS) private readonly ports: PortPool,
  ) {}

  @Get('live')
  @AllowAnybody()
  @ApiOperation({ operationId: 'getLiveness', summary: 'The process answers' })
  @ApiOkResponse({ type: LiveView })
  live(): LiveView {
    return { status: 'ok' };
  }

  @Get('ready')
  @AllowAnybody()
  @ApiOperation({
    operationId: 'getReadiness',
    summary: 'Whether the service can answer requests, and how many of its dialer ports are registered',
  })
  @ApiOkResponse({ type: ReadyView })
  @ApiServiceUnavailableResponse({ type: ReadyView })
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadyView> {
    const status = await this.status();
    if (status !== 'ready') response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status, ports: this.portCounts() };
  }

  /** Ports without registration do not make it unready: whoever sends requests elsewhere hides the page that says why. */
  private portCounts(): PortCountsView {
    const trunks = this.ports.trunks();
    return {
      configured: trunks.reduce((sum, { ports }) => sum + ports, 0),
      registered: trunks.reduce((sum, { registered }) => sum + registered, 0),
    };
  }

  private async status(): Promise<ReadyView['status']> {
    if (this.state.isStopping) return 'stopping';
    try {
      await this.database.query('SELECT 1');
      return 'ready';
    } catch {
      return 'database-unreachable';
    }
  }
}
