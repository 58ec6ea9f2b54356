import { timingSafeEqual, createHash } from 'node:crypto';
import {
  Controller,
  Get,
  Headers,
  Inject,
  NotFoundException,
  Res,
  UnauthorizedException,
} from '@nestjs/common';
import {
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiTags,
  ApiUnauthorizedResponse,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { AllowAnybody } from '../auth/access-rule.js';
import type { Configuration } from '../configuration.schema.js';
import { CONFIGURATION } from '../tokens.js';
import { PluginMetrics } from './plugin-metrics.js';
import { TelephonyMetrics } from './telephony-metrics.js';

/** For Prometheus, which has no session: it sends the token of the configuration. */
@ApiTags('system')
@Controller('metrics')
export class MetricsController {
  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    private readonly plugins: PluginMetrics,
    private readonly telephony: TelephonyMetrics,
  ) {}

  @Get()
  @AllowAnybody()
  @ApiOperation({
    operationId: 'getMetrics',
    summary: 'How every configured instance, trunk and media worker fares, for Prometheus',
  })
  @ApiProduces('text/plain')
  @ApiOkResponse({ schema: { type: 'string' } })
  @ApiUnauthorizedResponse({ description: 'The token is missing or is not metrics.token.' })
  @ApiNotFoundResponse({ description: 'The configuration has no metrics.token.' })
  async show(
    @Headers('authorization') authorization: string | undefined,
    @Res({ passthrough: true }) response: Response,
  ): Promise<string> {
    const { token } = this.configuration.metrics;
    if (token === undefined) throw new NotFoundException();
    if (!isSame(authorization ?? '', `Bearer ${token}`)) throw new UnauthorizedException();
    response.type(this.plugins.contentType);
    return (await this.plugins.text()) + (await this.telephony.text());
  }
}

/** Takes as long for what is nearly right as for what is wrong. */
function isSame(sent: string, expected: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(sent), digest(expected));
}
