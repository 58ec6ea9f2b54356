import type { Request, Response } from 'express';

/** Something that stays the same under its address. */
export interface SentBytes {
  readonly bytes: Buffer;
  /** Its Content-Type. */
  readonly type: string;
  /** Its ETag, without quotes. */
  readonly tag: string;
}

/** Sends all of it, or the one part that is asked for (RFC 9110 §14): players seek by that. */
export function sendBytes(request: Request, response: Response, { bytes, type, tag }: SentBytes): void {
  const { length } = bytes;
  response.set({ 'Content-Type': type, 'Accept-Ranges': 'bytes', ETag: `"${tag}"` });
  const ranges = request.range(length);
  if (ranges === -1) {
    response.status(416).set('Content-Range', `bytes */${length}`).end();
    return;
  }
  const [range, ...more] = typeof ranges === 'object' && ranges.type === 'bytes' ? ranges : [];
  if (range === undefined || more.length > 0) {
    response.send(bytes);
    return;
  }
  response.status(206).set('Content-Range', `bytes ${range.start}-${range.end}/${length}`);
  response.send(bytes.subarray(range.start, range.end + 1));
}
