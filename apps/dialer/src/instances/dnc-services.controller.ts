import { Body, Controller, Get, HttpCode, Post, Query, Req } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Request } from 'express';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { IdParam } from '../http/id-param.js';
import { csvBody } from '../csv/csv-body.js';
import { CreateInstanceDto, HealthView, InstanceView, TestInstanceDto } from './instance.dto.js';
import { InstancesService } from './instances.service.js';
import { NumberCountView, NumbersReportView, UploadNumbersQuery } from './numbers.dto.js';
import { NumbersService } from './numbers.service.js';

/** Do-not-call services. */
@ApiTags('do-not-call services')
@Controller('api/v1/dnc-services')
export class DncServicesController {
  constructor(
    private readonly instances: InstancesService,
    private readonly numbers: NumbersService,
  ) {}

  @Get()
  @Allow('dnc-service:read')
  @ApiOperation({ operationId: 'listDncServices', summary: 'The do-not-call services, by name' })
  @ApiOkResponse({ type: [InstanceView] })
  list(@CurrentUser() user: SessionUser): Promise<InstanceView[]> {
    return this.instances.list(user, 'dnc-provider');
  }

  @Post()
  @Allow('dnc-service:manage')
  @ApiOperation({ operationId: 'createDncService', summary: 'Configure a do-not-call service' })
  @ApiCreatedResponse({ type: InstanceView })
  @ApiConflictResponse({ description: 'The name is taken.' })
  @ApiUnprocessableEntityResponse({ description: 'The values are not what the type takes.' })
  create(@CurrentUser() user: SessionUser, @Body() body: CreateInstanceDto): Promise<InstanceView> {
    return this.instances.create(user, 'dnc-provider', body);
  }

  @Post('test')
  @HttpCode(200)
  @Allow('dnc-service:manage')
  @ApiOperation({ operationId: 'testDncService', summary: 'Test values before they are saved' })
  @ApiOkResponse({ type: HealthView })
  test(@Body() body: TestInstanceDto): Promise<HealthView> {
    return this.instances.test('dnc-provider', body);
  }

  @Get(':id/health')
  @Allow('dnc-service:read')
  @ApiOperation({ operationId: 'getDncServiceHealth', summary: 'How the do-not-call service fares' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: HealthView })
  @ApiNotFoundResponse({ description: 'There is no such do-not-call service.' })
  health(@IdParam() id: string): Promise<HealthView> {
    return this.instances.health('dnc-provider', id);
  }

  @Get(':id/numbers')
  @Allow('dnc-service:manage')
  @ApiOperation({ operationId: 'countNumbers', summary: 'How many numbers the list has' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: NumberCountView })
  @ApiNotFoundResponse({ description: 'There is no such do-not-call service.' })
  @ApiConflictResponse({ description: 'Its type keeps no numbers.' })
  count(@IdParam() id: string): Promise<NumberCountView> {
    return this.numbers.count(id);
  }

  @Post(':id/numbers')
  @HttpCode(200)
  @Allow('dnc-service:manage')
  @ApiOperation({
    operationId: 'uploadNumbers',
    summary:
      'Upload a list of numbers: a CSV with one number in each row; a file that is refused changes nothing',
    description:
      'The numbers stand in one column: the one with a heading such as Phone, Number, Telefone or Teléfono in the ' +
      'first line; without such a line the only column, or the only one with phone numbers in half of the first 100 ' +
      'rows or more. Rows whose field there is not a phone number are reported and not loaded.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: NumbersReportView })
  @ApiBadRequestResponse({
    description: 'The file is no CSV, or it is not clear which column has the numbers.',
  })
  @ApiNotFoundResponse({ description: 'There is no such do-not-call service.' })
  @ApiConflictResponse({ description: 'Its type keeps no numbers.' })
  upload(
    @IdParam() id: string,
    @Query() query: UploadNumbersQuery,
    @Req() request: Request,
  ): Promise<NumbersReportView> {
    return this.numbers.upload(id, query, csvBody(request));
  }
}
