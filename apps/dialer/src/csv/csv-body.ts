import { HttpStatus } from '@nestjs/common';
import type { Request } from 'express';
import { ApiError } from '../http/api-error.js';
import { fileIn } from '../http/reception.js';

const TYPES = ['text/csv', 'application/csv', 'text/plain', 'application/vnd.ms-excel'];
/** A million leads take about 60 MB. */
const MOST_BYTES = 512 * 1024 * 1024;

/**
 * The body of a request as it comes in, for CSV files.
 * @throws ApiError 415; while it is read, 413, and 408 when nothing more of it comes
 */
export function csvBody(request: Request): AsyncIterable<Uint8Array> {
  if (request.is(TYPES) !== false) return limited(request);
  throw new ApiError(
    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
    'wrong-type',
    'Send the CSV file itself as the body, with Content-Type: text/csv.',
  );
}

async function* limited(request: Request): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const chunk of fileIn(request)) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES)
      throw new ApiError(
        HttpStatus.PAYLOAD_TOO_LARGE,
        'too-large',
        'The file is larger than 512 MB: split it.',
      );
    yield chunk;
  }
}
