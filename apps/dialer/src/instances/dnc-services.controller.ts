import { Controller, Delete, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProduces,
  ApiRequestTimeoutResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow } from '../auth/access-rule.js';
import { csvBody } from '../csv/csv-body.js';
import { UploadRowsQuery } from '../csv/rejected-rows.js';
import { IdParam } from '../http/id-param.js';
import { sendCsv } from '../http/send-csv.js';
import { instanceRoutes } from './instance-routes.js';
import { InstancesService } from './instances.service.js';
import {
  GoOnQuery,
  LookUpNumberQuery,
  NumberCountView,
  NumbersReportView,
  NumberUploadView,
  NumberView,
  UploadNumbersQuery,
} from './numbers.dto.js';
import { NumbersService, type NumberFile } from './numbers.service.js';

const SERVICES = {
  kind: 'dnc-provider',
  read: 'dnc-service:read',
  manage: 'dnc-service:manage',
  one: 'DncService',
  many: 'DncServices',
} as const;

/** Do-not-call services. */
@ApiTags('do-not-call services')
@Controller('api/v1/dnc-services')
export class DncServicesController extends instanceRoutes(SERVICES) {
  constructor(
    instances: InstancesService,
    private readonly numbers: NumbersService,
  ) {
    super(instances);
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

  @Get(':id/numbers/one')
  @Allow('dnc-service:manage')
  @ApiOperation({ operationId: 'lookUpNumber', summary: 'Whether a number is on the list' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: NumberView })
  @ApiBadRequestResponse({ description: 'That is not a phone number.' })
  @ApiNotFoundResponse({ description: 'There is no such do-not-call service.' })
  @ApiConflictResponse({ description: 'Its type keeps no numbers.' })
  lookUp(@IdParam() id: string, @Query() query: LookUpNumberQuery): Promise<NumberView> {
    return this.numbers.lookUp(id, query);
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
      'rows or more. Rows whose field there is not a phone number are reported and not loaded. ' +
      'The list stays as it was until the whole file has come. When the connection breaks before, getNumberUpload ' +
      'says how far the file came, and goOnWithNumberUpload takes the rest from whoever gave the digest of the file.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: NumbersReportView })
  @ApiBadRequestResponse({
    description: 'The file is no CSV, or it is not clear which column has the numbers.',
  })
  @ApiNotFoundResponse({ description: 'There is no such do-not-call service.' })
  @ApiConflictResponse({
    description:
      'Its type keeps no numbers, or an upload of this list, or two of others or of leads, are under way; none of the body is read.',
  })
  @ApiRequestTimeoutResponse({
    description: 'Nothing more of the file came for 60 s; nothing was changed, and it can be gone on with.',
  })
  upload(
    @IdParam() id: string,
    @Query() query: UploadNumbersQuery,
    @Req() request: Request,
  ): Promise<NumbersReportView> {
    return this.numbers.upload(id, query, numberFile(request));
  }

  @Get(':id/numbers/upload')
  @Allow('dnc-service:manage')
  @ApiOperation({
    operationId: 'getNumberUpload',
    summary: 'How the last upload fares, how far it came, and what became of it',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiOkResponse({ type: NumberUploadView })
  @ApiNotFoundResponse({ description: 'There is no such do-not-call service.' })
  @ApiConflictResponse({ description: 'Its type keeps no numbers.' })
  uploadState(@IdParam() id: string): Promise<NumberUploadView> {
    return this.numbers.uploadState(id);
  }

  @Get(':id/numbers/upload/rows')
  @Allow('dnc-service:manage')
  @ApiOperation({
    operationId: 'downloadNumberUploadRows',
    summary: 'The rows of the last upload that were not taken, as a CSV: their lines in the file, and why',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiNotFoundResponse({ description: 'There is no such do-not-call service.' })
  @ApiConflictResponse({ description: 'Its type keeps no numbers.' })
  async uploadRows(
    @IdParam() id: string,
    @Query() { language }: UploadRowsQuery,
    @Res() response: Response,
  ): Promise<void> {
    await sendCsv(response, 'rejected-numbers.csv', await this.numbers.rejectedRows(id, language));
  }

  @Post(':id/numbers/upload')
  @HttpCode(200)
  @Allow('dnc-service:manage')
  @ApiOperation({
    operationId: 'goOnWithNumberUpload',
    summary: 'Send the rest of a file whose upload broke off',
    description:
      'From the byte on that the upload says, with the same digest. It may break off, and be gone on with, any number of times.',
  })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiConsumes('text/csv')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiOkResponse({ type: NumbersReportView })
  @ApiBadRequestResponse({ description: 'The file is no CSV; the upload is forgotten.' })
  @ApiNotFoundResponse({ description: 'There is no such do-not-call service.' })
  @ApiConflictResponse({
    description:
      'No upload broke off, it is of another file or goes on at another byte, or one is under way.',
  })
  @ApiRequestTimeoutResponse({
    description: 'Nothing more of the file came for 60 s; it can be gone on with.',
  })
  goOn(
    @IdParam() id: string,
    @Query() query: GoOnQuery,
    @Req() request: Request,
  ): Promise<NumbersReportView> {
    return this.numbers.goOn(id, query, numberFile(request));
  }

  @Delete(':id/numbers/upload')
  @HttpCode(204)
  @Allow('dnc-service:manage')
  @ApiOperation({ operationId: 'giveUpNumberUpload', summary: 'Forget an upload that broke off' })
  @ApiParam({ name: 'id', format: 'uuid' })
  @ApiNoContentResponse()
  @ApiNotFoundResponse({ description: 'There is no such do-not-call service.' })
  @ApiConflictResponse({ description: 'No upload broke off, or one is under way.' })
  giveUp(@IdParam() id: string): Promise<void> {
    return this.numbers.giveUp(id);
  }
}

/** 258 million numbers of the US registry take 3.1 GB. */
const MOST_MEGABYTES = 8192;

function numberFile(request: Request): NumberFile {
  const length = request.headers['content-length'];
  return {
    bytes: csvBody(request, MOST_MEGABYTES),
    length: length === undefined ? undefined : Number(length),
  };
}
