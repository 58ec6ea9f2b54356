import { message } from '@marcador/messages/message.js';
import { HttpStatus } from '@nestjs/common';
import type { Request } from 'express';
import { ApiError } from '../http/api-error.js';
import { fileIn } from '../http/reception.js';

const TYPES = ['audio/wav', 'audio/x-wav', 'audio/wave', 'audio/vnd.wave', 'application/octet-stream'];
/** Two minutes of what studios record: 48 kHz, 24 bit, stereo. */
const MEGABYTES = 34;

/**
 * The body of a request, which is a WAV file.
 * @throws ApiError 415, 413, and 408 when nothing more of it comes
 */
export async function wavBody(request: Request): Promise<Uint8Array> {
  if (request.is(TYPES) === false)
    throw new ApiError(HttpStatus.UNSUPPORTED_MEDIA_TYPE, 'wrong-type', message('send-wav'));
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of fileIn(request)) {
    bytes += piece.byteLength;
    if (bytes > MEGABYTES * 1024 * 1024)
      throw new ApiError(
        HttpStatus.PAYLOAD_TOO_LARGE,
        'too-large',
        message('recording-too-large', { megabytes: MEGABYTES }),
      );
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
