import { Controller, Get, HttpStatus, Res } from '@nestjs/common';
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
import { ServiceState } from './service-state.js';

class LiveView {
  @ApiProperty({ enum: ['ok'] })
  status!: 'ok';
}

class ReadyView {
  @ApiProperty(READINESS)
  status!: 'ready' | 'stopping' | 'database-unreachable';
}

/** For whoever watches over the process. */
@ApiTags('health')
@Controller('api/v1/health')
export class HealthController {
  constructor(
    private readonly database: DataSource,
    private readonly state: ServiceState,
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
  @ApiOperation({ operationId: 'getReadiness', summary: 'The service can do its work' })
  @ApiOkResponse({ type: ReadyView })
  @ApiServiceUnavailableResponse({ type: ReadyView })
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadyView> {
    const status = await this.status();
    if (status !== 'ready') response.status(HttpStatus.SERVICE_UNAVAILABLE);
    return { status };
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
