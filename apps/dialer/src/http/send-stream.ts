import { pipeline } from 'node:stream/promises';
import type { Readable, Transform } from 'node:stream';
import type { Response } from 'express';

/** A file that is sent to be kept. */
export interface SentFile {
  readonly name: string;
  /** Its Content-Type. */
  readonly type: string;
}

/**
 * Sends what comes out of the last stage as a file, as fast as the client takes it. When the client goes away, the
 * first stage is destroyed, and that is all.
 *
 * @throws what a stage fails with; the connection breaks then, so that nobody takes a part for the whole
 */
export async function sendStream(
  response: Response,
  { name, type }: SentFile,
  ...stages: readonly [Readable, ...Transform[]]
): Promise<void> {
  response.setHeader('Content-Type', type);
  response.setHeader('Content-Disposition', `attachment; filename="${name}"`);
  try {
    await pipeline([...stages, response]);
  } catch (error) {
    if (!isGoneClient(error)) throw error;
  }
}

function isGoneClient(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE';
}
