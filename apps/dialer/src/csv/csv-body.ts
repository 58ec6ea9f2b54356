import { message } from '@marcador/messages/message.js';
import { HttpStatus } from '@nestjs/common';
import type { Request } from 'express';
import { ApiError } from '../http/api-error.js';
import { fileIn } from '../http/reception.js';

const TYPES = ['text/csv', 'application/csv', 'text/plain', 'application/vnd.ms-excel'];
/** A million leads take about 60 MB. */
const MOST_MEGABYTES = 512;

/**
 * The body of a request as it comes in, for CSV files.
 * @param mostMegabytes that it may have
 * @throws ApiError 415; while it is read, 413, and 408 when nothing more of it comes
 */
export function csvBody(request: Request, mostMegabytes = MOST_MEGABYTES): AsyncIterable<Uint8Array> {
  if (request.is(TYPES) !== false) return limited(request, mostMegabytes);
  throw new ApiError(HttpStatus.UNSUPPORTED_MEDIA_TYPE, 'wrong-type', message('send-csv'));
}

async function* limited(request: Request, megabytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of fileIn(request)) {
    bytes += chunk.byteLength;
    if (bytes > megabytes * 1024 * 1024)
      throw new ApiError(HttpStatus.PAYLOAD_TOO_LARGE, 'too-large', message('file-too-large', { megabytes }));
    yield chunk;
  }
}
