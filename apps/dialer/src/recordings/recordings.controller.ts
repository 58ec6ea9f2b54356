import { UploadPlaces } from '@marcador/persistence/upload-places.js';
import { Controller, Delete, Get, HttpCode, Post, Query, Req, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiCreatedResponse,
  ApiNoContentResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiPayloadTooLargeResponse,
  ApiProduces,
  ApiResponse,
  ApiRequestTimeoutResponse,
  ApiTags,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow } from '../auth/access-rule.js';
import { CurrentUser } from '../auth/current-user.js';
import type { SessionUser } from '../auth/session-user.js';
import { IdParam } from '../http/id-param.js';
import { ApiPage, type Page } from '../http/page.js';
import { sendBytes } from '../http/send-bytes.js';
import { wholeBody } from '../http/whole-body.js';
import { RecordingsQuery, RecordingView, UploadRecordingQuery } from './recording.dto.js';
import { RecordingsService } from './recordings.service.js';
import { WAV_BODY } from './wav-body.js';

const ID = { name: 'id', format: 'uuid' };
const NOT_FOUND = { description: 'There is no such recording, or not for this user.' };

/** The recorded messages that campaigns leave at answering machines. */
@ApiTags('recordings')
@Controller('api/v1/recordings')
export class RecordingsController {
  /** Of their own: an upload of leads may take hours, one of these takes memory. */
  private readonly places = new UploadPlaces();

  constructor(private readonly recordings: RecordingsService) {}

  @Get()
  @Allow('recording:read')
  @ApiOperation({ operationId: 'listRecordings', summary: 'The recorded messages' })
  @ApiPage(RecordingView)
  list(@CurrentUser() user: SessionUser, @Query() query: RecordingsQuery): Promise<Page<RecordingView>> {
    return this.recordings.list(user, query);
  }

  @Post()
  @Allow('recording:manage')
  @ApiOperation({
    operationId: 'uploadRecording',
    summary: 'Upload a message that campaigns of a dialer group may leave at answering machines',
    description:
      'The body is a WAV file of at most 2 minutes and 34 MB: PCM of 8 to 32 bits, floating point, A-law or µ-law, of ' +
      '4 to 192 kHz and up to 8 channels. It is kept as telephones play it: 8 kHz, 16 bit, mono.',
  })
  @ApiConsumes('audio/wav')
  @ApiBody({ schema: { type: 'string', format: 'binary' } })
  @ApiCreatedResponse({ type: RecordingView })
  @ApiBadRequestResponse({ description: 'It is no WAV file, or it is empty, silent or too long.' })
  @ApiConflictResponse({
    description: 'The group has a recording of this name, or two others are being uploaded.',
  })
  @ApiPayloadTooLargeResponse({ description: 'The file is too large.' })
  @ApiRequestTimeoutResponse({ description: 'Nothing more of the file came for 60 s; nothing was changed.' })
  @ApiUnprocessableEntityResponse({ description: 'The group is of others or does not exist.' })
  async upload(
    @CurrentUser() user: SessionUser,
    @Query() query: UploadRecordingQuery,
    @Req() request: Request,
  ): Promise<RecordingView> {
    this.recordings.refuseGroup(user, query.groupId);
    return this.places.during(async () =>
      this.recordings.create(user, query, await wholeBody(request, WAV_BODY)),
    );
  }

  @Get(':id/audio')
  @Allow('recording:read')
  @ApiOperation({ operationId: 'getRecordingAudio', summary: 'A recorded message as it is played, as WAV' })
  @ApiParam(ID)
  @ApiProduces('audio/wav')
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  @ApiResponse({
    status: 206,
    description: 'The part that the Range header asks for.',
    schema: { type: 'string', format: 'binary' },
  })
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiResponse({ status: 416, description: 'The Range header asks for what lies beyond the end.' })
  async audio(
    @CurrentUser() user: SessionUser,
    @IdParam() id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { wav, sha256 } = await this.recordings.audio(user, id);
    // Asked for each time: the next user of the browser may not listen to it.
    response.set('Cache-Control', 'private, no-cache');
    sendBytes(request, response, { bytes: wav, type: 'audio/wav', tag: sha256 });
  }

  @Delete(':id')
  @HttpCode(204)
  @Allow('recording:manage')
  @ApiOperation({
    operationId: 'removeRecording',
    summary: 'Remove a recorded message that no campaign leaves',
  })
  @ApiParam(ID)
  @ApiNoContentResponse()
  @ApiNotFoundResponse(NOT_FOUND)
  @ApiConflictResponse({ description: 'A campaign leaves it.' })
  remove(@CurrentUser() user: SessionUser, @IdParam() id: string): Promise<void> {
    return this.recordings.remove(user, id);
  }
}
