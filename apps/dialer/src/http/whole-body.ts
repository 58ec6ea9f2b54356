import type { Message } from '@marcador/messages/message.js';
import { HttpStatus } from '@nestjs/common';
import type { Request } from 'express';
import { ApiError } from './api-error.js';
import { fileIn } from './reception.js';

/** What a request's body may be, and what is said of one that is something else. */
export interface BodyLimits {
  readonly types: string[];
  readonly megabytes: number;
  readonly wrongType: Message;
  readonly tooLarge: Message;
}

/**
 * The body of a request as a whole: for files that have to be there before anything can be made of them.
 * @throws ApiError 415, 413, and 408 when nothing more of it comes
 */
export async function wholeBody(request: Request, limits: BodyLimits): Promise<Uint8Array> {
  if (request.is(limits.types) === false)
    throw new ApiError(HttpStatus.UNSUPPORTED_MEDIA_TYPE, 'wrong-type', limits.wrongType);
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of fileIn(request)) {
    bytes += piece.byteLength;
    if (bytes > limits.megabytes * 1024 * 1024)
      throw new ApiError(HttpStatus.PAYLOAD_TOO_LARGE, 'too-large', limits.tooLarge);
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}
