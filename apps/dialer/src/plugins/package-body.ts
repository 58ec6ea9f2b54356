import { message } from '@marcador/messages/message.js';
import { PACKAGE_LIMITS } from '@marcador/plugin-host/packages/archive.js';
import { HttpStatus } from '@nestjs/common';
import type { Request } from 'express';
import { ApiError } from '../http/api-error.js';
import { fileIn } from '../http/reception.js';

const TYPES = [
  'application/gzip',
  'application/x-gzip',
  'application/x-compressed-tar',
  'application/octet-stream',
];
const MEGABYTES = PACKAGE_LIMITS.packedMegabytes;

/**
 * The body of a request, which is a packed plugin.
 * @throws ApiError 415, 413, and 408 when nothing more of it comes
 */
export async function packageBody(request: Request): Promise<Uint8Array> {
  if (request.is(TYPES) === false)
    throw new ApiError(HttpStatus.UNSUPPORTED_MEDIA_TYPE, 'wrong-type', message('send-package'));
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of fileIn(request)) {
    bytes += piece.byteLength;
    if (bytes > MEGABYTES * 1024 * 1024)
      throw new ApiError(
        HttpStatus.PAYLOAD_TOO_LARGE,
        'too-large',
        message('plugin-too-large', { megabytes: MEGABYTES }),
      );
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
